package dev.automat.provisioner.gcp.account;

import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ImpersonatedCredentials;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ErrorType;
import dev.automat.spi.ProvisionerException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** What an account's calls are signed with. */
final class GcpCredentials {

  /** Roles decide what may be done; the scope only says that it is about Google Cloud. */
  private static final List<String> SCOPES =
      List.of("https://www.googleapis.com/auth/cloud-platform");

  /** Tokens are made anew in good time; an hour is the most without a policy. */
  private static final Duration TOKEN = Duration.ofHours(1);

  private static final ErrorCode NOT_VALID = new ErrorCode("credentials-not-valid", ErrorType.USER);

  private GcpCredentials() {}

  /**
   * Application Default Credentials, or those of the service account that they may act as. Reads
   * files and the environment, and may ask the metadata server of a machine of Google's.
   *
   * @throws ProvisionerException of type USER if there are none
   */
  static GoogleCredentials of(AccountSettings account) {
    GoogleCredentials own = applicationDefault(account);
    return account
        .impersonate()
        .<GoogleCredentials>map(
            who ->
                ImpersonatedCredentials.newBuilder()
                    .setSourceCredentials(own)
                    .setTargetPrincipal(who)
                    .setScopes(SCOPES)
                    .setLifetime((int) TOKEN.toSeconds())
                    .build())
        .orElse(own);
  }

  private static GoogleCredentials applicationDefault(AccountSettings account) {
    try {
      return GoogleCredentials.getApplicationDefault().createScoped(SCOPES);
    } catch (IOException e) {
      throw new ProvisionerException(
          NOT_VALID,
          "no credentials for account " + account.name() + ": " + e.getMessage(),
          "give Automat credentials where Google's libraries look: GOOGLE_APPLICATION_CREDENTIALS,"
              + " gcloud auth application-default login, or the service account of its machine",
          e);
    }
  }
}
