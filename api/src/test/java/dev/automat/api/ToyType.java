package dev.automat.api;

import dev.automat.spi.Bindable;
import dev.automat.spi.Credentials;
import dev.automat.spi.Desired;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ListPage;
import dev.automat.spi.Observation;
import dev.automat.spi.Outcome;
import dev.automat.spi.OwnershipTags;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.Quarantinable;
import dev.automat.spi.Recoverable;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.ResourceType;
import dev.automat.spi.Scope;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A type of the toy cloud. */
final class ToyType implements ResourceType {

  private final ToyCloud cloud;
  private final boolean database;

  ToyType(ToyCloud cloud, boolean database) {
    this.cloud = cloud;
    this.database = database;
  }

  @Override
  public Observation observe(ResourceRef ref) {
    Desired desired = cloud.standing.get(ref.externalName());
    return desired == null ? new Observation.Absent() : present(desired);
  }

  private Observation.Present present(Desired desired) {
    String name = desired.ref().externalName();
    Map<String, Object> outputs =
        database
            ? Map.of("host", "127.0.0.1", "port", 5432L, "database", name)
            : Map.of("url", "http://127.0.0.1:9324/" + name);
    return new Observation.Present(
        Optional.of(name),
        cloud.isSlow(name) ? Observation.State.WORKING : Observation.State.AVAILABLE,
        "",
        desired.settings(),
        desired.tags(),
        outputs,
        List.of());
  }

  @Override
  public Outcome create(Desired desired) {
    String name = desired.ref().externalName();
    if (cloud.isImpossible(name)) {
      throw new ProvisionerException(
          ErrorCode.INVALID_SETTINGS, "the toy cloud has no such thing", "ask for another");
    }
    cloud.standing.putIfAbsent(name, desired);
    return cloud.isSlow(name)
        ? new Outcome.Working(Optional.of(name), "making it", Duration.ofSeconds(1))
        : new Outcome.Finished(present(desired));
  }

  @Override
  public Outcome update(Desired desired, Observation.Present observed) {
    if (cloud.isStubborn(desired.ref().externalName())) {
      throw new ProvisionerException(
          ErrorCode.QUOTA_EXCEEDED, "the toy cloud is full", "ask for less");
    }
    cloud.standing.put(desired.ref().externalName(), desired);
    return new Outcome.Finished(present(desired));
  }

  @Override
  public void delete(ResourceRef ref) {
    cloud.standing.remove(ref.externalName());
  }

  @Override
  public ListPage list(Scope scope, Optional<String> pageToken) {
    return new ListPage(
        cloud.standing.values().stream()
            .filter(each -> database == each.ref().type().equals("toy/database"))
            .map(
                each ->
                    new ListPage.Listed(
                        each.ref().externalName(),
                        Optional.ofNullable(each.tags().get(OwnershipTags.UID)),
                        present(each)))
            .toList(),
        Optional.empty());
  }

  @Override
  public Optional<Bindable> bindable() {
    return database || cloud.shared.isPresent()
        ? Optional.of(new ToyUsers(cloud))
        : Optional.empty();
  }

  @Override
  public Optional<Quarantinable> quarantinable() {
    return database ? Optional.of(new ToyKeeping(cloud, this)) : Optional.empty();
  }

  @Override
  public Optional<Recoverable> recoverable() {
    return database ? Optional.of(new ToyKeeping(cloud, this)) : Optional.empty();
  }

  @Override
  public Map<String, String> connection(
      Map<String, Object> outputs, Optional<Credentials> credentials) {
    Map<String, String> connection = new LinkedHashMap<>();
    outputs.forEach((key, value) -> connection.put(key, value.toString()));
    credentials.ifPresent(
        secret -> {
          connection.put("username", secret.username());
          connection.put("password", secret.password());
          connection.put(
              "uri", "postgresql://" + secret.username() + ":" + secret.password() + "@toy/db");
        });
    return connection;
  }
}
