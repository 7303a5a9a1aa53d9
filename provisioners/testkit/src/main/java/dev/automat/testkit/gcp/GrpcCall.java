package dev.automat.testkit.gcp;

import com.google.protobuf.Message;

/**
 * One call of a gRPC service, as it was read.
 *
 * @param method the service's own name and the method's, such as {@code Publisher.CreateTopic}
 * @param request as Google's definitions have it
 */
public record GrpcCall(String method, Message request) {

  /** Whether it is a call of that method, such as {@code Publisher.CreateTopic}. */
  public boolean is(String wanted) {
    return method.equals(wanted);
  }
}
