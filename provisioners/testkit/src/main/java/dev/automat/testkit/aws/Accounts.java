package dev.automat.testkit.aws;

import dev.automat.testkit.wire.Header;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Asks moto whose account an access key opens: those of an assumed role open the role's. */
final class Accounts implements AwsCall.Accounts {

  /** Moto's account for keys that it does not know, and for calls without one. */
  private static final String DEFAULT = "123456789012";

  private final MotoLink moto;
  private final Map<String, String> known = new ConcurrentHashMap<>();

  Accounts(MotoLink moto) {
    this.moto = moto;
  }

  @Override
  public String of(String accessKey) {
    return accessKey.isEmpty() ? DEFAULT : known.computeIfAbsent(accessKey, this::ask);
  }

  private String ask(String accessKey) {
    List<Header> headers =
        List.of(
            new Header("Host", "sts.amazonaws.com"),
            new Header("Content-Type", "application/x-www-form-urlencoded"),
            new Header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential="
                    + accessKey
                    + "/20260101/us-east-1/sts/aws4_request, SignedHeaders=host, Signature=0"));
    try {
      AwsReply reply =
          moto.send("POST", "/", headers, "Action=GetCallerIdentity&Version=2011-06-15");
      return Xml.first(reply.xml(), "Account")
          .orElseThrow(() -> new IOException("moto names no account: " + reply.body()))
          .getTextContent();
    } catch (IOException unreachable) {
      throw new UncheckedIOException(unreachable);
    }
  }
}
