package dev.automat.provisioner.gcp.redis;

import com.google.cloud.redis.v1.Instance;
import dev.automat.provisioner.gcp.account.GcpAccounts;
import dev.automat.provisioner.gcp.account.Place;
import dev.automat.provisioner.gcp.call.GcpFailures;
import dev.automat.provisioner.gcp.call.GrantKey;
import dev.automat.spi.Bindable;
import dev.automat.spi.BindingTarget;
import dev.automat.spi.Credentials;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.Grant;
import dev.automat.spi.GrantId;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ResourceRef;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Gives applications the AUTH string of a cache: an instance has one, which Google makes, and no
 * users. Who is bound stands in labels of the instance, and nothing else is changed for it.
 */
record CacheGrants(GcpAccounts accounts) implements Bindable {

  private record Cache(Instances instances, Instance instance) {

    LabelChange labels() {
      return new LabelChange(instances, instance);
    }
  }

  @Override
  public Set<GrantId> grants(BindingTarget target) {
    return ours(target.ref(), "looking at who is bound to", CacheGrants::grants).orElse(Set.of());
  }

  private static Set<GrantId> grants(Cache cache) {
    return cache.instance.getLabelsMap().keySet().stream()
        .flatMap(key -> GrantKey.read(key).stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public void bind(BindingTarget target, Grant grant) {
    CacheConnection.secret(grant);
    standing(
        target.ref(),
        "writing down who is bound to",
        cache -> {
          requireSecret(cache.instance, target.ref());
          Map<String, String> labels = new TreeMap<>(cache.instance.getLabelsMap());
          labels.put(GrantKey.of(grant.id()), grant.consumer());
          cache.labels().to(labels);
          return true;
        });
  }

  /** An instance that is gone has no labels. */
  @Override
  public void unbind(BindingTarget target, GrantId grant) {
    ours(
        target.ref(),
        "taking back who is bound to",
        cache -> {
          Map<String, String> labels = new TreeMap<>(cache.instance.getLabelsMap());
          labels.remove(GrantKey.of(grant));
          cache.labels().to(labels);
          return true;
        });
  }

  @Override
  public Credentials sharedSecret(BindingTarget target) {
    return standing(
        target.ref(),
        "reading the AUTH string of",
        cache -> {
          requireSecret(cache.instance, target.ref());
          String secret = cache.instances.authString(target.ref().externalName());
          if (secret.isEmpty()) {
            throw new ProvisionerException(
                ErrorCode.ofOneResource("busy"),
                "Google has no AUTH string for %s yet".formatted(target.ref().externalName()),
                "nothing: it is asked again");
          }
          return new Credentials(CacheConnection.USER, secret);
        });
  }

  private static void requireSecret(Instance instance, ResourceRef ref) {
    if (!instance.getAuthEnabled()) {
      throw new ProvisionerException(
          ErrorCode.INVALID_SETTINGS,
          "%s has AUTH off: it lets in everybody in its network, and there is no secret to give"
              .formatted(ref.externalName()),
          "switch AUTH on (the setting auth of its module), or unbind the application, and connect"
              + " with host and port of the cache itself");
    }
  }

  @Override
  public Map<String, String> connection(Map<String, Object> outputs, Grant grant) {
    return CacheConnection.of(outputs, CacheConnection.secret(grant));
  }

  private <T> T standing(ResourceRef ref, String doing, Function<Cache, T> work) {
    return ours(ref, doing, work).orElseThrow(() -> MemorystoreType.gone(ref));
  }

  /**
   * @return empty if it is not there
   * @throws ProvisionerException with {@code FOREIGN} if it is not ours
   */
  private <T> Optional<T> ours(ResourceRef ref, String doing, Function<Cache, T> work) {
    Place place = accounts.place(ref.scope());
    return GcpFailures.translating(
        "%s %s %s".formatted(doing, MemorystoreType.WHAT, ref.externalName()),
        () -> {
          Instances instances = new Instances(place);
          Optional<Instance> found = instances.find(ref.externalName());
          found.ifPresent(instance -> MemorystoreType.require(instance, ref));
          return found.map(instance -> work.apply(new Cache(instances, instance)));
        });
  }
}
