package dev.automat.testkit.aws;

import dev.automat.testkit.wire.Header;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * An account that nobody else has: moto makes one for each account of which a role is assumed.
 *
 * @param id its 12 digits
 * @param accessKeyId of the assumed role; moto checks no signatures, so that any secret goes with
 *     it
 */
public record MotoAccount(MotoServer moto, String id, String accessKeyId) {

  private static final String ANYBODY = "AKIATESTTESTTESTTEST";
  private static final Pattern KEY = Pattern.compile("<AccessKeyId>([^<]+)</AccessKeyId>");
  private static final Pattern SUBNET = Pattern.compile("<subnetId>(subnet-[0-9a-f]+)</subnetId>");

  /** A new one. */
  public static MotoAccount in(MotoServer moto) {
    long digits = ThreadLocalRandom.current().nextLong(100_000_000_000L, 1_000_000_000_000L);
    String id = Long.toString(digits);
    String form =
        "Action=AssumeRole&Version=2011-06-15&RoleSessionName=setup&RoleArn="
            + URLEncoder.encode(roleArn(id), StandardCharsets.UTF_8);
    String key = found(KEY, ask(moto, ANYBODY, "us-east-1", "sts", form)).getFirst();
    return new MotoAccount(moto, id, key);
  }

  /** The role to assume to be in the account. */
  public String roleArn() {
    return roleArn(id);
  }

  private static String roleArn(String id) {
    return "arn:aws:iam::" + id + ":role/automat";
  }

  /**
   * Two of the subnets that moto makes in every region of an account: it checks those of groups.
   */
  public List<String> subnets(String region) {
    String answer =
        ask(moto, accessKeyId, region, "ec2", "Action=DescribeSubnets&Version=2016-11-15");
    return found(SUBNET, answer).stream().limit(2).toList();
  }

  private static List<String> found(Pattern pattern, String answer) {
    List<String> found =
        pattern.matcher(answer).results().map((MatchResult each) -> each.group(1)).toList();
    if (found.isEmpty()) {
      throw new IllegalStateException("no " + pattern + " in what moto answered: " + answer);
    }
    return found;
  }

  /** By hand, as the kit brings no clients of AWS. */
  private static String ask(
      MotoServer moto, String accessKeyId, String region, String service, String form) {
    List<Header> headers =
        List.of(
            new Header("Host", "127.0.0.1"),
            new Header("Content-Type", "application/x-www-form-urlencoded"),
            new Header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=%s/20260101/%s/%s/aws4_request, SignedHeaders=host,"
                        .formatted(accessKeyId, region, service)
                    + " Signature=none"));
    try {
      return new MotoLink(moto.port()).send("POST", "/", headers, form).body();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
