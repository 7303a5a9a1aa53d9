package dev.automat.testkit.gcp;

import com.google.iam.v1.GetIamPolicyRequest;
import com.google.iam.v1.Policy;
import com.google.iam.v1.SetIamPolicyRequest;
import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;

/**
 * A <b>fake</b> of {@code google.iam.v1.IAMPolicy} as Pub/Sub serves it. The jar with Google's own
 * stub of it is not among what is used here, so the two methods are named by hand.
 */
final class FakeIam {

  private static final String SERVICE = "google.iam.v1.IAMPolicy";

  private FakeIam() {}

  static ServerServiceDefinition of(PubSubStore store, PubSubAccess access) {
    return ServerServiceDefinition.builder(SERVICE)
        .addMethod(
            unary("GetIamPolicy", GetIamPolicyRequest.getDefaultInstance()),
            ServerCalls.asyncUnaryCall(
                (request, answer) -> {
                  access.requireAdministrator(request.getResource());
                  Replies.send(store.policy(request.getResource()), answer);
                }))
        .addMethod(
            unary("SetIamPolicy", SetIamPolicyRequest.getDefaultInstance()),
            ServerCalls.asyncUnaryCall(
                (request, answer) -> {
                  access.requireAdministrator(request.getResource());
                  Replies.send(store.policy(request.getResource(), request.getPolicy()), answer);
                }))
        .build();
  }

  private static <Q extends Message> MethodDescriptor<Q, Policy> unary(String name, Q empty) {
    return MethodDescriptor.<Q, Policy>newBuilder()
        .setType(MethodDescriptor.MethodType.UNARY)
        .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
        .setRequestMarshaller(ProtoUtils.marshaller(empty))
        .setResponseMarshaller(ProtoUtils.marshaller(Policy.getDefaultInstance()))
        .build();
  }
}
