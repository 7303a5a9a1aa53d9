package dev.automat.testkit.aws;

import dev.automat.testkit.wire.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a service answers instead of a result, in the words of its API reference.
 *
 * @param status 400 and up
 * @param code the service's own code
 * @param message for a person
 * @param shape the name of the exception in the service's model where it is not the code: SQS sends
 *     both, as it kept the codes of its older protocol
 */
record AwsRefusal(int status, String code, String message, Optional<String> shape) {

  /** What a service says of too many calls. Each says it in its own words. */
  private static final Map<String, String> THROTTLED =
      Map.of(
          "rds", "Throttling",
          "elasticache", "Throttling",
          "sts", "Throttling",
          "sqs", "RequestThrottled",
          "tagging", "ThrottledException");

  private static final Map<String, String> BROKEN =
      Map.of("secretsmanager", "InternalServiceError", "tagging", "InternalServiceException");

  private static final Map<String, String> NAMESPACES =
      Map.of(
          "rds", "http://rds.amazonaws.com/doc/2014-10-31/",
          "elasticache", "http://elasticache.amazonaws.com/doc/2015-02-02/",
          "sts", "https://sts.amazonaws.com/doc/2011-06-15/");

  static AwsRefusal of(int status, String code, String message) {
    return new AwsRefusal(status, code, message, Optional.empty());
  }

  static AwsRefusal throttled(AwsCall call) {
    String code = THROTTLED.getOrDefault(call.service(), "ThrottlingException");
    return of(400, code, "Rate exceeded");
  }

  static AwsRefusal broken(AwsCall call) {
    String code = BROKEN.getOrDefault(call.service(), "InternalFailure");
    return of(500, code, "An internal error occurred. Please retry.");
  }

  /** The answer in the caller's protocol. */
  AwsReply to(AwsCall call, String requestId) {
    List<Header> headers = new ArrayList<>();
    headers.add(AwsReply.contentType(call));
    headers.add(new Header("x-amzn-RequestId", requestId));
    if (!call.protocol().isJson()) {
      return new AwsReply(status, headers, xml(call, requestId));
    }
    if (call.service().equals("sqs")) {
      headers.add(new Header("x-amzn-query-error", code + ";" + fault()));
    }
    String prefix = call.service().equals("sqs") ? "com.amazonaws.sqs#" : "";
    String body =
        Json.object().put("__type", prefix + shape.orElse(code)).put("message", message).toString();
    return new AwsReply(status, headers, body);
  }

  private String xml(AwsCall call, String requestId) {
    String namespace = NAMESPACES.get(call.service());
    return "<ErrorResponse"
        + (namespace == null ? "" : " xmlns=\"" + namespace + "\"")
        + "><Error><Type>"
        + fault()
        + "</Type><Code>"
        + code
        + "</Code><Message>"
        + message.replace("&", "&amp;").replace("<", "&lt;")
        + "</Message></Error><RequestId>"
        + requestId
        + "</RequestId></ErrorResponse>";
  }

  private String fault() {
    return status < 500 ? "Sender" : "Receiver";
  }
}
