package dev.automat.testkit;

import static dev.automat.testkit.Breakage.ofOperations;

import dev.automat.spi.Credentials;
import dev.automat.spi.Desired;
import dev.automat.spi.Observation;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.Outcome;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ResourceRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Logger;

/** Types that show what nobody may see, or keep it from the one who must have it. */
final class BrokenSecrets {

  private static final Logger LOG = Logger.getLogger(BrokenSecrets.class.getName());

  private BrokenSecrets() {}

  static List<Breakage> all() {
    return List.of(
        secretInMessage(),
        secretOnStandardOutput(),
        secretInLog(),
        secretInException(),
        connectionWithoutCredentials());
  }

  private static Breakage secretInMessage() {
    Map<String, Credentials> secrets = new ConcurrentHashMap<>();
    return ofOperations(
        "an observation shows the password",
        (sound, cloud) ->
            new BrokenType(sound, cloud) {
              @Override
              public Outcome create(Desired desired) {
                desired.credentials().ifPresent(it -> secrets.put(desired.ref().uid(), it));
                return sound.create(desired);
              }

              @Override
              public Observation observe(ResourceRef ref) {
                Credentials secret = secrets.get(ref.uid());
                return sound.observe(ref) instanceof Present shown && secret != null
                    ? new Present(
                        shown.cloudId(),
                        shown.state(),
                        "made with " + secret.password(),
                        shown.settings(),
                        shown.tags(),
                        shown.outputs(),
                        shown.parts())
                    : sound.observe(ref);
              }
            },
        "noSecretStandsInLogsFailuresOrWhatIsShown");
  }

  private static Breakage secretOnStandardOutput() {
    return ofOperations(
        "a create prints the password",
        (sound, cloud) ->
            new BrokenType(sound, cloud) {
              @Override
              public Outcome create(Desired desired) {
                desired.credentials().ifPresent(it -> System.out.println(it.password()));
                return sound.create(desired);
              }
            },
        "noSecretStandsInLogsFailuresOrWhatIsShown");
  }

  private static Breakage secretInLog() {
    return ofOperations(
        "a create logs the password",
        (sound, cloud) ->
            new BrokenType(sound, cloud) {
              @Override
              public Outcome create(Desired desired) {
                desired.credentials().ifPresent(it -> LOG.fine(() -> "with " + it.password()));
                return sound.create(desired);
              }
            },
        "noSecretStandsInLogsFailuresOrWhatIsShown");
  }

  private static Breakage secretInException() {
    return ofOperations(
        "a failing create names the password",
        (sound, cloud) ->
            new BrokenType(sound, cloud) {
              @Override
              public Outcome create(Desired desired) {
                try {
                  return sound.create(desired);
                } catch (ProvisionerException failure) {
                  String password = desired.credentials().map(Credentials::password).orElse("none");
                  throw new ProvisionerException(
                      failure.code(), "CREATE ROLE PASSWORD " + password, failure.nextStep());
                }
              }
            },
        "noSecretStandsInLogsFailuresOrWhatIsShown");
  }

  private static Breakage connectionWithoutCredentials() {
    return ofOperations(
        "connecting details leave out the credentials",
        (sound, cloud) ->
            new BrokenType(sound, cloud) {
              @Override
              public Map<String, String> connection(
                  Map<String, Object> outputs, Optional<Credentials> credentials) {
                return sound.connection(outputs, Optional.empty());
              }
            },
        "connectingDetailsHoldTheCredentials");
  }
}
