package dev.automat.testkit.aws;

import java.util.Optional;
import java.util.regex.Pattern;

/** What a call is about, as an ARN. */
final class Arns {

  /** Secrets Manager adds six letters to the name in an ARN. */
  private static final Pattern SUFFIX = Pattern.compile("(:secret:.*)-[A-Za-z0-9]{6}$");

  private Arns() {}

  /** The one thing that the call makes, deletes or reads; nothing if it is about many or others. */
  static Optional<String> of(AwsCall call) {
    return switch (call.service()) {
      case "rds" ->
          call.parameter("DBInstanceIdentifier")
              .map(name -> named(call, "db:" + name))
              .or(() -> call.parameter("ResourceName"));
      case "elasticache" ->
          CacheKind.of(call.action())
              .flatMap(
                  kind ->
                      call.parameter(kind.nameParameter())
                          .map(name -> named(call, kind.inArn + ":" + name)));
      case "sqs" ->
          call.parameter("QueueName")
              .or(() -> call.parameter("QueueUrl").map(Arns::last))
              .map(name -> named(call, name));
      case "secretsmanager" ->
          call.parameter("Name")
              .map(name -> named(call, "secret:" + name))
              .or(() -> call.parameter("SecretId").map(id -> secret(call, id)));
      default -> Optional.empty();
    };
  }

  /** The ARN of a queue by its address. */
  static String ofQueue(AwsCall call, String url) {
    return named(call, last(url));
  }

  /** The ARN without what chance added to it. */
  static String plain(String arn) {
    return SUFFIX.matcher(arn).replaceFirst("$1");
  }

  private static String secret(AwsCall call, String id) {
    return id.startsWith("arn:") ? plain(id) : named(call, "secret:" + id);
  }

  private static String named(AwsCall call, String name) {
    return "arn:aws:" + call.service() + ":" + call.region() + ":" + call.account() + ":" + name;
  }

  private static String last(String url) {
    return url.substring(url.lastIndexOf('/') + 1);
  }
}
