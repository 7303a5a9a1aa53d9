package dev.automat.provisioner.local;

import dev.automat.spi.Credentials;
import dev.automat.spi.Desired;
import dev.automat.spi.OwnershipTags;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.Scope;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** What tests want to exist: names that no two tests share. */
public final class Wanted {

  public static final String PASSWORD = "s3cret-canary/with:odd@chars%";

  private static final RandomGenerator RANDOM = RandomGeneratorFactory.getDefault().create();
  private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

  private Wanted() {}

  /** A resource of a name, with a uid of its own. */
  public static ResourceRef ref(String type, String name, String installation) {
    StringBuilder uid = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      uid.append(BASE32.charAt(RANDOM.nextInt(BASE32.length())));
    }
    return new ResourceRef(
        type,
        uid.toString(),
        name + "-" + uid,
        new Scope("default", "local", installation),
        Optional.empty());
  }

  /** The same name, but another's. */
  public static ResourceRef stranger(ResourceRef ref) {
    return new ResourceRef(
        ref.type(), "zzzzzzzzzzzzzzzzzzzz", ref.externalName(), ref.scope(), Optional.empty());
  }

  public static Desired database(ResourceRef ref, Map<String, Object> settings) {
    return new Desired(
        ref,
        settings,
        tags(ref),
        Optional.of(new Credentials(ref.externalName(), PASSWORD)),
        ref.uid() + "/create");
  }

  public static Desired queue(ResourceRef ref, Map<String, Object> settings) {
    return new Desired(ref, settings, tags(ref), Optional.empty(), ref.uid() + "/create");
  }

  public static Map<String, String> tags(ResourceRef ref) {
    Map<String, String> tags = new LinkedHashMap<>(OwnershipTags.of(ref));
    tags.put("team", "payments");
    tags.put("owner", "it's \"quoted\" \\ and ünïcode");
    return tags;
  }
}
