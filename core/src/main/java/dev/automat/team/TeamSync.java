package dev.automat.team;

import dev.automat.document.DocumentException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the teams of a file as the file says. A file that can not be read, or has a mistake,
 * changes nothing. A team that the file does not name any more is marked as an orphan, and ends
 * only when it owns nothing and was not named for {@link #KEPT_FOR}: an id is never used again, and
 * an export may be wrong.
 */
public final class TeamSync implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TeamSync.class);

  static final Duration KEPT_FOR = Duration.ofDays(7);

  private final TeamSource source;
  private final Collection<String> placements;
  private final TeamDirectory directory;
  private final TeamRecords records;
  private final InstantSource clock;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("team-sync").daemon().factory());

  private Optional<ScheduledFuture<?>> looks = Optional.empty();
  private Set<String> said = Set.of();

  /**
   * @param placements names of the placement rules there are
   */
  public TeamSync(
      TeamSource source,
      Collection<String> placements,
      TeamDirectory directory,
      TeamRecords records,
      InstantSource clock) {
    this.source = source;
    this.placements = List.copyOf(placements);
    this.directory = directory;
    this.records = records;
    this.clock = clock;
  }

  /** Looks at the file now, and from now on by itself. */
  public TeamSync start() {
    look();
    long every = source.every().toMillis();
    looks =
        Optional.of(timer.scheduleWithFixedDelay(this::look, every, every, TimeUnit.MILLISECONDS));
    return this;
  }

  /** Once. What is wrong is in the log, each mistake once for as long as it lasts. */
  void look() {
    Set<String> troubles = new HashSet<>();
    try {
      Map<String, TeamSpec> teams =
          TeamFile.read(
              source.file().toString(),
              Files.readString(source.file()),
              source.issuer(),
              placements);
      teams.forEach((id, spec) -> keep(id, spec, troubles));
      leave(teams.keySet(), troubles);
      directory.refresh();
    } catch (DocumentException e) {
      e.complaints().forEach(each -> troubles.add(each + "; no team was changed"));
    } catch (IOException e) {
      troubles.add(source.file() + " can not be read, so no team was changed: " + e);
    } catch (RuntimeException e) {
      troubles.add("the teams could not be synced, trying again: " + e);
    }
    troubles.stream().filter(trouble -> !said.contains(trouble)).forEach(LOG::warn);
    said = troubles;
  }

  private void keep(String id, TeamSpec spec, Set<String> troubles) {
    Optional<Team> document = directory.document(id);
    if (directory.isConfigured(id)) {
      troubles.add(named(id) + " stands in the configuration, which wins");
    } else if (document.isEmpty()) {
      String manager = source.manager();
      if (records.create(Team.made(id, spec, manager, new Team.Made(now(), manager)))) {
        LOG.info("the team {} came with {}", id, source.file());
      }
    } else if (document.get().isTombstone()) {
      troubles.add(named(id) + " has ended, and an id is never used again: give it another");
    } else if (!isOurs(document.get())) {
      troubles.add(named(id) + " is kept by " + document.get().managedBy() + ", which stays so");
    } else {
      change(document.get(), spec, troubles);
    }
  }

  private String named(String id) {
    return "the team " + id + " of " + source.file();
  }

  private boolean isOurs(Team team) {
    return team.managedBy().equals(source.manager());
  }

  private void change(Team team, TeamSpec spec, Set<String> troubles) {
    boolean changed =
        !team.spec().equals(spec) && records.change(team.id(), team.generation(), spec);
    if (changed) {
      LOG.info("the team {} changed with {}", team.id(), source.file());
    }
    boolean leaderless = !spec.hasAdmin() && owns(team);
    if (leaderless) {
      troubles.add(named(team.id()) + " has no team-admin any more, and still owns something");
    }
    if (leaderless != team.orphanedSince().isPresent()) {
      mark(
          team.id(),
          team.generation() + (changed ? 1 : 0),
          leaderless ? Optional.of(now()) : Optional.empty());
    }
  }

  private void mark(String id, long generation, Optional<Instant> since) {
    // Whoever changed it meanwhile is followed by the next look.
    if (records.orphan(id, generation, since) && since.isEmpty()) {
      LOG.info("the team {} is no orphan any more", id);
    }
  }

  /** Those that the file does not name any more. */
  private void leave(Set<String> named, Set<String> troubles) {
    for (Team team : directory.named()) {
      if (isOurs(team) && !named.contains(team.id())) {
        leave(team, troubles);
      }
    }
  }

  private void leave(Team team, Set<String> troubles) {
    Instant now = now();
    Instant since = team.orphanedSince().orElse(now);
    if (team.orphanedSince().isEmpty()) {
      mark(team.id(), team.generation(), Optional.of(now));
    } else if (!since.plus(KEPT_FOR).isAfter(now)
        && records.end(team.id(), team.generation(), now)) {
      LOG.warn("the team {} ended: {} has not named it since {}", team.id(), source.file(), since);
      return;
    }
    troubles.add(
        "the team "
            + team.id()
            + " is an orphan: "
            + source.file()
            + " does not name it any more; "
            + (owns(team)
                ? "it is kept as long as it owns something: give that to another team"
                : "it ends at " + since.plus(KEPT_FOR) + ", and its id with it"));
  }

  private boolean owns(Team team) {
    return !records.possessions(team.id(), clock.instant(), 1).isEmpty();
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  @Override
  public void close() {
    looks.ifPresent(look -> look.cancel(false));
    timer.shutdown();
  }
}
