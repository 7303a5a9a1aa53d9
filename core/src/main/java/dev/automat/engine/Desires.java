package dev.automat.engine;

import dev.automat.resource.Placement;
import dev.automat.resource.Resource;
import dev.automat.resource.Work;
import dev.automat.spi.Credentials;
import dev.automat.spi.Desired;
import dev.automat.spi.OwnershipTags;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.Scope;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Puts a stored resource into the words of the SPI. */
final class Desires {

  private Desires() {}

  static ResourceRef ref(Resource resource, String installation) {
    Placement placement = resource.plan().placement();
    return new ResourceRef(
        resource.plan().type(),
        resource.uid(),
        resource.status().externalName(),
        new Scope(placement.account(), placement.region(), installation),
        resource.work().cloudId());
  }

  /**
   * The plan's tags with the identity tags and the date of expiry, which follow the record and not
   * the plan.
   */
  static Map<String, String> tags(Resource resource, ResourceRef ref) {
    Map<String, String> tags = new TreeMap<>(resource.plan().tags());
    tags.putAll(OwnershipTags.of(ref));
    resource
        .times()
        .expires()
        .ifPresent(
            at ->
                tags.put(
                    OwnershipTags.EXPIRES_ON, at.atZone(ZoneOffset.UTC).toLocalDate().toString()));
    return tags;
  }

  static Desired desired(
      Resource resource,
      ResourceRef ref,
      Map<String, Object> settings,
      Optional<Credentials> credentials,
      Work.Intent intent) {
    return new Desired(ref, settings, tags(resource, ref), credentials, intent.token());
  }
}
