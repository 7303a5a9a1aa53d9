package dev.automat.store;

import dev.automat.config.Configuration.StoreSettings;
import dev.automat.resource.Event;
import dev.automat.resource.Lease;
import dev.automat.resource.Phase;
import dev.automat.resource.Resource;
import dev.automat.resource.SealedSecret;
import dev.automat.resource.Uid;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The process that {@link H2KillIT} kills. It writes, begins and completes without end, and says of
 * each on its standard output, when it is acknowledged, which event must be found afterwards.
 */
final class H2KillChild {

  private final JdbiStore store;
  private final OutputStream out;
  private final String run;
  private final AtomicLong tokens = new AtomicLong();

  private H2KillChild(JdbiStore store, OutputStream out, String run) {
    this.store = store;
    this.out = out;
    this.run = run;
  }

  /**
   * @param arguments directory and seed
   */
  @SuppressWarnings("SystemOut") // the pipe to the parent
  public static void main(String[] arguments) {
    JdbiStore store =
        Stores.open(
            Path.of(arguments[0]),
            new StoreSettings(Optional.empty(), Optional.empty(), Optional.empty()));
    H2KillChild child = new H2KillChild(store, System.out, arguments[1]);
    child.acknowledge("open", "open");
    for (int i = 0; i < 4; i++) {
      Random random = new Random(Long.parseLong(arguments[1]) * 31 + i);
      Thread.ofPlatform().start(() -> child.work(random));
    }
    child.reconcile();
  }

  /** Creates and changes, a few at a time, so that commits of many sizes are cut off. */
  private void work(Random random) {
    try (CoalescingWriter writer = new CoalescingWriter(store, 1000)) {
      while (true) {
        List<CompletableFuture<?>> done = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(8); i++) {
          String uid = Uid.next(random);
          done.add(
              writer
                  .submit(create(uid))
                  .thenApply(outcome -> ((WriteOutcome.Accepted) outcome).resource())
                  .thenCompose(
                      resource -> {
                        acknowledge(uid, "create");
                        String token = token();
                        return writer
                            .submit(change(resource, token))
                            .thenAccept(changed -> acknowledge(uid, token));
                      }));
        }
        done.forEach(CompletableFuture::join);
      }
    }
  }

  private void reconcile() {
    while (true) {
      Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
      List<Resource> claimed = store.claim(now, Samples.LEASE, 5, Set.of());
      List<Beginning> beginnings = new ArrayList<>();
      List<Completion> completions = new ArrayList<>();
      for (Resource resource : claimed) {
        beginnings.add(beginning(resource, token()));
        completions.add(Samples.found(resource, Phase.Ready, Lease.NEVER, Samples.event(token())));
      }
      store.begin(beginnings);
      beginnings.forEach(begun -> acknowledge(begun.uid(), begun.events().getFirst().reason()));
      store.complete(completions, now);
      completions.forEach(
          ended ->
              acknowledge(ended.uid(), ended.found().orElseThrow().events().getFirst().reason()));
    }
  }

  private static Write create(String uid) {
    return new Write.Create(
        Samples.resource(uid, "n" + uid), Optional.empty(), Samples.event("create"));
  }

  private static Write change(Resource resource, String token) {
    Write.Change change = Samples.change(resource, "medium");
    return new Write.Change(
        change.key(),
        change.uid(),
        change.generation(),
        change.labels(),
        change.spec(),
        change.plan(),
        change.origin(),
        change.expires(),
        Samples.event(token));
  }

  private static Beginning beginning(Resource claimed, String token) {
    Event.Draft event = Samples.event(token);
    return new Beginning(
        claimed.uid(),
        claimed.lease().epoch(),
        Phase.Provisioning,
        claimed.status(),
        claimed.work(),
        Optional.of(
            new SealedSecret(claimed.uid(), token, 1, token.getBytes(StandardCharsets.UTF_8))),
        false,
        List.of(event));
  }

  private String token() {
    return "t" + run + "-" + tokens.incrementAndGet();
  }

  /** One write to the pipe for each line, so that a line is there or is not. */
  private void acknowledge(String uid, String token) {
    byte[] line = (uid + " " + token + "\n").getBytes(StandardCharsets.UTF_8);
    try {
      synchronized (this) {
        out.write(line);
        out.flush();
      }
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
