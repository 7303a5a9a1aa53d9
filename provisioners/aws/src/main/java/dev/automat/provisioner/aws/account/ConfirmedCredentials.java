package dev.automat.provisioner.aws.account;

import dev.automat.provisioner.aws.call.AwsFailures;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ProvisionerException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * Credentials of which AWS has said that they are of the account that the configuration means.
 * Asked once for each set of credentials, so at the first use and after every refresh: what is
 * meant for one account is never done in another.
 */
final class ConfirmedCredentials {

  private final AccountSettings account;
  private final AwsCredentialsProvider provider;
  private final StsClient sts;
  private volatile @Nullable String confirmedKeyId;

  /**
   * @param sts a client with these same credentials
   */
  ConfirmedCredentials(AccountSettings account, AwsCredentialsProvider provider, StsClient sts) {
    this.account = account;
    this.provider = provider;
    this.sts = sts;
  }

  /**
   * Asks AWS whose the credentials are, if they are not those of the last time.
   *
   * @throws ProvisionerException of type USER if they are of another account; as {@link
   *     AwsFailures#translating} if AWS could not be asked
   */
  void confirm() {
    AwsFailures.translating(
        "asking AWS whose the credentials for account %s are".formatted(account.name()),
        () -> {
          confirmIfNew();
          return account;
        });
  }

  private void confirmIfNew() {
    String keyId = provider.resolveCredentials().accessKeyId();
    if (keyId.equals(confirmedKeyId)) {
      return;
    }
    String found = sts.getCallerIdentity().account();
    if (!account.id().equals(found)) {
      throw new ProvisionerException(
          ErrorCode.DENIED,
          "the credentials for account %s are of %s, not of %s"
              .formatted(account.name(), found, account.id()),
          "correct provisioners.aws.accounts.%s.id, its role, or the credentials that Automat runs with"
              .formatted(account.name()));
    }
    confirmedKeyId = keyId;
  }
}
