package dev.automat.keys;

import dev.automat.config.Configuration;
import dev.automat.plugin.InstalledPlugins;
import dev.automat.secret.KeySource;
import dev.automat.secret.KeyUnavailableException;
import dev.automat.secret.KeyWrap;
import dev.automat.secret.SecretBox;
import java.util.Optional;

/** The keys that the configuration means. */
public final class ConfiguredKeys {

  /** How a person gives keys without a file. */
  private static final String VARIABLE = "AUTOMAT_SECRETS_KEY";

  private ConfiguredKeys() {}

  /**
   * Opens them. On H2 a key file that nobody named is made; with PostgreSQL the configuration was
   * refused without keys.
   *
   * @throws KeyUnavailableException if they can not be had; the message says where they were looked
   *     for, and what to do
   */
  public static SecretBox open(Configuration configuration, InstalledPlugins plugins) {
    KeySource source = source(configuration, plugins);
    boolean named =
        configuration.secrets().keyFile().isPresent() || configuration.secrets().key().isPresent();
    return named ? SecretBox.open(source) : SecretBox.openOrMake(source);
  }

  /** Where they are. */
  public static KeySource source(Configuration configuration, InstalledPlugins plugins) {
    Configuration.Secrets secrets = configuration.secrets();
    Optional<KeyWrap> wrap = secrets.kms().map(uri -> wrap(uri, plugins));
    return secrets
        .key()
        .map(text -> KeySource.given(text, VARIABLE, wrap))
        .orElseGet(
            () ->
                KeySource.file(
                    secrets
                        .keyFile()
                        .orElseGet(() -> configuration.dataDirectory().resolve("keys.json")),
                    wrap));
  }

  /**
   * What seals a keyset as a whole.
   *
   * @param uri such as {@code aws-kms://arn:…}
   */
  public static KeyWrap wrap(String uri, InstalledPlugins plugins) {
    String scheme = uri.replaceFirst("://.*", "");
    return plugins
        .keyService(scheme)
        .map(service -> new KeyWrap(service, uri))
        .orElseThrow(
            () ->
                new KeyUnavailableException(
                    "no plugin speaks "
                        + scheme
                        + " (secrets.kms is "
                        + uri
                        + "): see automat catalog plugins; aws-kms comes with the plugin aws"));
  }
}
