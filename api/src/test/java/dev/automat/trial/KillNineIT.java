package dev.automat.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Law 2 on the whole machine: the server, and sometimes PostgreSQL with it, dies by kill -9 again
 * and again while clients create, change and delete. The full run: {@code -Dcrash.requests=200
 * -Dcrash.kills=10 -Dcrash.seed=1}.
 */
class KillNineIT {

  private static final int CLIENTS = 4;
  private static final long LAST_LINES = 40;
  private static final long LATEST_MOMENT_MILLIS = 400;
  private static final long LATEST_IN_START_MILLIS = 4000;

  private final int requests = Integer.getInteger("crash.requests", 40);
  private final int kills = Integer.getInteger("crash.kills", requests / 20);
  private final long seed = Long.getLong("crash.seed", 1);
  private final SplittableRandom random = new SplittableRandom(seed);
  private final AtomicInteger answered = new AtomicInteger();

  @TempDir private Path directory;

  @Test
  void losesNothingLeaksNothingAndMakesNothingTwice() throws Exception {
    Workplace place = Workplace.in(directory);
    LocalServers servers = LocalServers.of(place);
    try {
      run(place, servers);
    } catch (AssertionError | ExecutionException e) {
      throw new AssertionError(
          "again with -Dcrash.requests=%d -Dcrash.kills=%d -Dcrash.seed=%d; the log ends with %s"
              .formatted(requests, kills, seed, place.endOfLog(LAST_LINES)),
          e);
    } finally {
      servers.killPostgres();
    }
  }

  private void run(Workplace place, LocalServers servers) throws Exception {
    ServerProcess server = ServerProcess.launch(place);
    try (Talk talk = new Talk(server)) {
      List<CrashClient> clients = clients(talk);
      List<Keepsake> keepsakes = new ArrayList<>();
      for (CrashClient client : clients) {
        keepsakes.add(Keepsake.leave(client, talk, servers));
      }
      List<Kept> bound = clients.stream().map(CrashClient::database).toList();
      BindingClient bindings = new BindingClient(talk, random.split(), bound);
      server = killWhileTheyWork(server, clients, bindings, place, servers, talk);
      Aftermath aftermath = new Aftermath(talk, kept(clients), true);
      aftermath.everythingEndsAsAcknowledged();
      LocalAftermath local = new LocalAftermath(aftermath, servers);
      local.bindingsComeToRest(bound);
      local.theServersHoldWhatTheApiLists();
      local.everyConnectionWorks();
      for (Keepsake keepsake : keepsakes) {
        keepsake.requireStillThere(talk, servers);
      }
    } finally {
      server.close();
    }
    // It may take longer than Automat, when it has to write much.
    Await.until("PostgreSQL stops with Automat", () -> servers.postmaster().isEmpty());
  }

  private List<CrashClient> clients(Talk talk) {
    List<CrashClient> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(new CrashClient(i, requests / CLIENTS, talk, answered, random.split()));
    }
    return clients;
  }

  private static List<Kept> kept(List<CrashClient> clients) {
    return clients.stream().flatMap(client -> client.kept().stream()).toList();
  }

  /** Returns the server that lives at last. */
  private ServerProcess killWhileTheyWork(
      ServerProcess first,
      List<CrashClient> clients,
      BindingClient bindings,
      Workplace place,
      LocalServers servers,
      Talk talk)
      throws Exception {
    ServerProcess server = first;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> working = new ArrayList<>();
      clients.forEach(client -> working.add(threads.submit(client)));
      Future<?> binding = threads.submit(bindings);
      for (int round = 0; round < kills; round++) {
        awaitMoment(round, working);
        kill(server, servers, round % 2 == 1);
        server = ServerProcess.launch(place);
        if (random.nextInt(4) == 0) {
          LockSupport.parkNanos(randomMoment(LATEST_IN_START_MILLIS).toNanos());
          kill(server, servers, false);
          server = ServerProcess.launch(place);
        }
        talk.moveTo(server);
      }
      for (Future<?> client : working) {
        client.get();
      }
      bindings.end();
      binding.get();
    }
    return server;
  }

  /** Somewhere in this round's share of the requests, and then some milliseconds. */
  private void awaitMoment(int round, List<Future<?>> working) {
    int share = Math.max(1, requests / kills);
    int after = round * share + random.nextInt(share);
    Await.until(
        () -> "request " + after + " is answered, of which there are " + answered,
        () -> answered.get() >= after || working.stream().anyMatch(Future::isDone));
    LockSupport.parkNanos(randomMoment(LATEST_MOMENT_MILLIS).toNanos());
  }

  private Duration randomMoment(long latestMillis) {
    return Duration.ofMillis(random.nextLong(latestMillis));
  }

  /**
   * PostgreSQL dies a little before or after.
   *
   * @param withPostgres whether it dies at all
   */
  private void kill(ServerProcess server, LocalServers servers, boolean withPostgres)
      throws InterruptedException {
    boolean before = random.nextBoolean();
    if (withPostgres && before) {
      servers.killPostgres();
    }
    server.kill();
    if (withPostgres && !before) {
      servers.killPostgres();
    }
    assertEquals(137, server.awaitEnd(), "it was the kill that ended the server");
  }
}
