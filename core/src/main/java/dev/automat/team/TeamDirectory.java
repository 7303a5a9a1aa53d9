package dev.automat.team;

import dev.automat.identity.Identity;
import dev.automat.identity.Memberships;
import dev.automat.identity.Role;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All teams, from memory: what the configuration names wins over documents, and documents over what
 * the configuration says of all others. Every request asks, so no answer waits for the store. What
 * this process changes is seen at once, what another one changes after {@link #INTERVAL}.
 */
public final class TeamDirectory implements Teams, Memberships, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TeamDirectory.class);

  /** How often it is asked whether another replica changed something. */
  static final Duration INTERVAL = Duration.ofSeconds(1);

  private final ConfiguredTeams configured;
  private final TeamRecords records;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("teams").daemon().factory());

  private volatile Snapshot snapshot;
  private Optional<ScheduledFuture<?>> looks = Optional.empty();
  private boolean reachable = true;

  /** Reads all documents; knows of no changes before {@link #watch}. */
  public TeamDirectory(Map<String, TeamSpec> configured, TeamRecords records) {
    this.configured = new ConfiguredTeams(Map.copyOf(configured));
    this.records = records;
    this.snapshot = read();
    shadowed().forEach(id -> LOG.warn("the configuration's team {} hides its document", id));
  }

  private Stream<String> shadowed() {
    return snapshot.documents.values().stream()
        .filter(team -> !team.isTombstone() && configured.named(team.id()).isPresent())
        .map(Team::id);
  }

  /** Hears of what other replicas change, from now on. */
  public TeamDirectory watch() {
    looks =
        Optional.of(
            timer.scheduleWithFixedDelay(
                this::look, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS));
    return this;
  }

  /** As long as the store does not answer, what was known last holds. */
  private void look() {
    try {
      if (records.revision() != snapshot.revision) {
        refresh();
      }
      reachable = true;
    } catch (RuntimeException e) {
      if (reachable) {
        LOG.warn("changes of teams are not seen as long as the store is away: {}", e.toString());
      }
      reachable = false;
    }
  }

  /** Reads all again: for whoever changed something. Nobody goes back behind what was seen. */
  synchronized void refresh() {
    snapshot = read();
  }

  /** The revision first: what is written in between is read again, and not missed. */
  private Snapshot read() {
    long revision = records.revision();
    return Snapshot.of(configured, records.all(), revision);
  }

  @Override
  public Optional<TeamSpec> find(String id) {
    Optional<TeamSpec> named = configured.named(id);
    if (named.isPresent()) {
      return named;
    }
    Optional<Team> document = document(id);
    return document.isPresent()
        ? document.filter(team -> !team.isTombstone()).map(Team::spec)
        : configured.anyOther();
  }

  @Override
  public Optional<TeamSpec> fallback() {
    return configured.anyOther();
  }

  @Override
  public List<String> names() {
    return named().stream().map(Team::id).toList();
  }

  /** All that are named somewhere, by their ids; no tombstones. */
  public List<Team> named() {
    return snapshot.named;
  }

  /** The team as it stands, a tombstone included. */
  public Optional<Team> team(String id) {
    return configured
        .named(id)
        .map(spec -> Team.configured(id, spec))
        .or(() -> document(id))
        .or(() -> configured.anyOther().map(spec -> Team.unnamed(id, spec)));
  }

  /** Whether the configuration names it. */
  boolean isConfigured(String id) {
    return configured.named(id).isPresent();
  }

  /** What is stored of it, a tombstone included. */
  Optional<Team> document(String id) {
    return Optional.ofNullable(snapshot.documents.get(id));
  }

  @Override
  public Map<String, Role> of(Identity identity) {
    Snapshot now = snapshot;
    Map<String, Role> roles = new HashMap<>(now.subjects(identity.principal()));
    String named = identity.issuer() + ":" + identity.display();
    now.subjects(named).forEach((team, role) -> roles.merge(team, role, Role::higher));
    identity
        .groups()
        .forEach(
            group ->
                now.groups(identity.issuer() + ":" + group)
                    .forEach((team, role) -> roles.merge(team, role, Role::higher)));
    return roles;
  }

  @Override
  public List<String> admins(String team) {
    return find(team).stream()
        .flatMap(spec -> spec.members().stream())
        .filter(Member::isAdmin)
        .map(
            member ->
                member.sort() == Member.Sort.GROUP
                    ? "the group " + member.principal()
                    : member.principal())
        .toList();
  }

  @Override
  public void close() {
    looks.ifPresent(look -> look.cancel(false));
    timer.shutdown();
  }

  /** What was true at one time. */
  private record Snapshot(
      long revision,
      Map<String, Team> documents,
      List<Team> named,
      Map<String, Map<String, Role>> bySubject,
      Map<String, Map<String, Role>> byGroup) {

    static Snapshot of(ConfiguredTeams configured, List<Team> stored, long revision) {
      Map<String, Team> documents = new HashMap<>();
      stored.forEach(team -> documents.put(team.id(), team));
      List<Team> named =
          Stream.concat(
                  configured.names().stream()
                      .map(id -> Team.configured(id, configured.named(id).orElseThrow())),
                  stored.stream()
                      .filter(team -> !team.isTombstone() && configured.named(team.id()).isEmpty()))
              .sorted((one, other) -> one.id().compareTo(other.id()))
              .toList();
      Map<String, Map<String, Role>> bySubject = new HashMap<>();
      Map<String, Map<String, Role>> byGroup = new HashMap<>();
      for (Team team : named) {
        for (Member member : team.spec().members()) {
          (member.sort() == Member.Sort.GROUP ? byGroup : bySubject)
              .computeIfAbsent(member.principal(), _ -> new HashMap<>())
              .merge(team.id(), member.role(), Role::higher);
        }
      }
      return new Snapshot(revision, documents, named, bySubject, byGroup);
    }

    Map<String, Role> subjects(String principal) {
      return bySubject.getOrDefault(principal, Map.of());
    }

    Map<String, Role> groups(String principal) {
      return byGroup.getOrDefault(principal, Map.of());
    }
  }
}
