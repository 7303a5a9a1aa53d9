package dev.automat.testkit;

import dev.automat.spi.ErrorCode;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.ResourceType;
import dev.automat.testkit.HostileCloud.Place;
import java.util.Map;
import java.util.Optional;

/** Does everything as a correct type does; a subclass breaks one rule. */
class BrokenType extends ForwardingType {

  final ResourceType sound;
  final HostileCloud cloud;

  BrokenType(ResourceType sound, HostileCloud cloud) {
    super(sound);
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
}
