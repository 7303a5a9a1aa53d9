package dev.automat.provisioner.aws.rds;

import dev.automat.provisioner.aws.account.Place;
import dev.automat.spi.BindingTarget;
import dev.automat.spi.Credentials;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ProvisionerException;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The master user of an instance: for signing in here, and for nobody else. */
record MasterLogin(Place place, BindingTarget target) {

  /**
   * From the secret that RDS manages, read anew each time because RDS rotates it; or as the engine
   * made them.
   */
  Credentials credentials() {
    String secret = String.valueOf(target.outputs().getOrDefault(Keys.MASTER_SECRET, ""));
    return secret.isEmpty() ? made() : managed(secret);
  }

  private Credentials made() {
    String name = String.valueOf(target.outputs().getOrDefault(Keys.USERNAME, ""));
    return target
        .credentials()
        .map(known -> new Credentials(name, known.password()))
        .orElseThrow(() -> unusable("Automat has no password of " + name));
  }

  private Credentials managed(String arn) {
    String text = place.secrets().getSecretValue(get -> get.secretId(arn)).secretString();
    try {
      JsonNode secret = JsonMapper.shared().readTree(Optional.ofNullable(text).orElse("{}"));
      if (secret.path("username").isString() && secret.path("password").isString()) {
        return new Credentials(
            secret.path("username").asString(), secret.path("password").asString());
      }
    } catch (JacksonException e) {
      // Not chained: its message may show a part of the secret.
      throw unusable("the secret " + arn + " is no JSON");
    }
    throw unusable("the secret " + arn + " has no username and password");
  }

  private static ProvisionerException unusable(String what) {
    return new ProvisionerException(
        ErrorCode.DENIED, what, "look at the instance's master secret in the console of AWS");
  }
}
