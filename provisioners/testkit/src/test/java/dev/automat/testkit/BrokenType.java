package dev.automat.testkit;

import dev.automat.spi.Credentials;
import dev.automat.spi.Desired;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ListPage;
import dev.automat.spi.Observation;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.Outcome;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.ResourceType;
import dev.automat.spi.Scope;
import dev.automat.testkit.HostileCloud.Place;
import java.util.Map;
import java.util.Optional;

/** Does everything as a correct type does; a subclass breaks one rule. */
class BrokenType implements ResourceType {

  final ResourceType sound;
  final HostileCloud cloud;

  BrokenType(ResourceType sound, HostileCloud cloud) {
    this.sound = sound;
    this.cloud = cloud;
  }

  static Place place(ResourceRef ref) {
    return new Place(ref.scope().account(), ref.scope().region());
  }

  static ProvisionerException refusal(ErrorCode code, String message) {
    return new ProvisionerException(code, message, "none");
  }

  /** Puts up another object for the same record. */
  void makeAlso(ResourceRef ref, String name) {
    cloud.create(
        place(ref),
        new HostileCloud.Order(
            Kind.QUEUE,
            name,
            Map.of(),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            ref.uid()));
  }

  @Override
  public Observation observe(ResourceRef ref) {
    return sound.observe(ref);
  }

  @Override
  public Outcome create(Desired desired) {
    return sound.create(desired);
  }

  @Override
  public Outcome update(Desired desired, Present observed) {
    return sound.update(desired, observed);
  }

  @Override
  public void delete(ResourceRef ref) {
    sound.delete(ref);
  }

  @Override
  public ListPage list(Scope scope, Optional<String> pageToken) {
    return sound.list(scope, pageToken);
  }

  @Override
  public boolean equivalent(String key, Object want, Object got) {
    return sound.equivalent(key, want, got);
  }

  @Override
  public Map<String, String> connection(
      Map<String, Object> outputs, Optional<Credentials> credentials) {
    return sound.connection(outputs, credentials);
  }
}
