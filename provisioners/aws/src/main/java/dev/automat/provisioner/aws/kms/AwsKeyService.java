package dev.automat.provisioner.aws.kms;

import dev.automat.provisioner.aws.call.AwsFailures;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.KeyService;
import dev.automat.spi.ProvisionerException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;

/** Seals with a symmetric key of AWS KMS. The purpose is the encryption context. */
public final class AwsKeyService implements KeyService {

  private static final String CONTEXT = "purpose";

  private static final Pattern ARN =
      Pattern.compile("arn:[a-z-]+:kms:([a-z0-9-]+):[0-9]{12}:(key|alias)/.+");

  @Override
  public String scheme() {
    return "aws-kms";
  }

  @Override
  public byte[] seal(String key, byte[] plain, byte[] purpose) {
    return call(
        "sealing with " + key,
        key,
        kms ->
            kms.encrypt(
                    request ->
                        request
                            .keyId(key)
                            .plaintext(SdkBytes.fromByteArray(plain))
                            .encryptionContext(context(purpose)))
                .ciphertextBlob());
  }

  /** With the key named, so that what another key has sealed is not opened. */
  @Override
  public byte[] open(String key, byte[] sealed, byte[] purpose) {
    return call(
        "opening with " + key,
        key,
        kms ->
            kms.decrypt(
                    request ->
                        request
                            .keyId(key)
                            .ciphertextBlob(SdkBytes.fromByteArray(sealed))
                            .encryptionContext(context(purpose)))
                .plaintext());
  }

  private static Map<String, String> context(byte[] purpose) {
    return Map.of(CONTEXT, new String(purpose, StandardCharsets.UTF_8));
  }

  private static byte[] call(String doing, String key, Function<KmsClient, SdkBytes> call) {
    Region region = regionOf(key);
    return AwsFailures.translating(
        doing,
        () -> {
          try (KmsClient kms =
              KmsClient.builder()
                  .region(region)
                  .httpClientBuilder(UrlConnectionHttpClient.builder())
                  .build()) {
            return call.apply(kms).asByteArray();
          }
        });
  }

  private static Region regionOf(String key) {
    Matcher arn = ARN.matcher(key);
    if (!arn.matches()) {
      throw new ProvisionerException(
          ErrorCode.INVALID_SETTINGS,
          key + " is not the ARN of a KMS key",
          "write aws-kms://arn:aws:kms:REGION:ACCOUNT:key/ID");
    }
    return Region.of(arn.group(1));
  }
}
