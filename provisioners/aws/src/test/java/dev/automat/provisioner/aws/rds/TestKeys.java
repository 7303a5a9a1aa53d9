package dev.automat.provisioner.aws.rds;

import dev.automat.provisioner.aws.TestAccount;
import dev.automat.provisioner.aws.account.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Keys of KMS that are there: moto looks the key of a managed secret up. */
final class TestKeys {

  private static final Pattern ARN = Pattern.compile("\"Arn\": *\"(arn:aws:kms:[^\"]+)\"");

  private TestKeys() {}

  /** Makes a key, by hand, as nothing else here needs a client for KMS. */
  static String make(Place place, URI endpoint) {
    AwsCredentialsIdentity identity =
        place.rds().serviceClientConfiguration().credentialsProvider().resolveIdentity().join();
    HttpRequest request =
        HttpRequest.newBuilder(endpoint)
            .header("Content-Type", "application/x-amz-json-1.1")
            .header("X-Amz-Target", "TrentService.CreateKey")
            .header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=%s/20260101/%s/kms/aws4_request,"
                        .formatted(identity.accessKeyId(), TestAccount.REGION)
                    + " SignedHeaders=host, Signature=none")
            .POST(BodyPublishers.ofString("{}"))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      String answer = client.send(request, BodyHandlers.ofString()).body();
      Matcher arn = ARN.matcher(answer);
      if (!arn.find()) {
        throw new IllegalStateException("no key: " + answer);
      }
      return arn.group(1);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", stop);
    }
  }
}
