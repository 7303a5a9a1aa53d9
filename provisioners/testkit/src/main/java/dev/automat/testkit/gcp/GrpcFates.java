package dev.automat.testkit.gcp;

import com.google.protobuf.Message;
import com.google.rpc.Code;
import dev.automat.testkit.Disruption;
import dev.automat.testkit.wire.Fault;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Optional;

/**
 * Lets each call meet its fate. The service sees a call of one request when the client has sent it
 * whole, so that is when it is decided; calls of many requests are let through.
 */
record GrpcFates(CallFates<GrpcCall> weather) implements ServerInterceptor {

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    if (!call.getMethodDescriptor().getType().clientSendsOneMessage()) {
      return next.startCall(call, headers);
    }
    Answering<Q, A> answering = new Answering<>(call, weather);
    return new Fated<>(weather, answering, next.startCall(answering, headers));
  }

  /** The request, from its arrival to the service. */
  private static final class Fated<Q, A> extends SimpleForwardingServerCallListener<Q> {

    private final CallFates<GrpcCall> weather;
    private final Answering<Q, A> call;
    private Optional<GrpcCall> read = Optional.empty();

    Fated(CallFates<GrpcCall> weather, Answering<Q, A> call, ServerCall.Listener<Q> service) {
      super(service);
      this.weather = weather;
      this.call = call;
    }

    @Override
    public void onMessage(Q request) {
      GrpcCall known = new GrpcCall(call.name(), (Message) request);
      weather.count(known);
      read = Optional.of(known);
      super.onMessage(request);
    }

    @Override
    public void onHalfClose() {
      GrpcCall known = read.orElseThrow(() -> new IllegalStateException("no request"));
      Optional<Disruption> disruption = weather.disrupted();
      if (disruption.isPresent()) {
        if (disruption.get() == Disruption.THROTTLED) {
          call.refuse(GrpcRefusal.throttled());
        } else {
          weather.hang();
          call.refuse(GrpcRefusal.cut());
        }
        return;
      }
      Optional<Fault> fault = weather.next(known);
      if (fault.isEmpty()) {
        serve(known);
      } else {
        suffer(known, fault.get());
      }
    }

    private void suffer(GrpcCall known, Fault fault) {
      switch (fault) {
        case THROTTLED -> call.refuse(GrpcRefusal.throttled());
        case FAILS_BEFORE -> call.refuse(GrpcRefusal.broken());
        case DROPPED_BEFORE -> call.refuse(GrpcRefusal.cut());
        case FAILS_AFTER -> {
          call.insteadOfTheAnswer(GrpcRefusal.broken());
          serve(known);
        }
        case DROPPED_AFTER -> {
          call.insteadOfTheAnswer(GrpcRefusal.cut());
          serve(known);
        }
        case LATE_EFFECT -> {
          weather.beLate();
          serve(known);
        }
        case LATE_ANSWER -> {
          call.answerLate();
          serve(known);
        }
      }
    }

    private void serve(GrpcCall known) {
      try {
        super.onHalfClose();
      } catch (StatusRuntimeException refusal) {
        call.refuse(refusal);
      } catch (RuntimeException broken) {
        weather.failed(known.method(), broken);
        call.refuse(GrpcRefusal.of(Code.INTERNAL, "the fake failed: " + broken));
      }
    }
  }

  /** The answer, on its way from the service. */
  private static final class Answering<Q, A> extends SimpleForwardingServerCall<Q, A> {

    private final CallFates<GrpcCall> weather;
    private Optional<StatusRuntimeException> instead = Optional.empty();
    private boolean late;
    private boolean over;

    Answering(ServerCall<Q, A> call, CallFates<GrpcCall> weather) {
      super(call);
      this.weather = weather;
    }

    /** Such as {@code Publisher.CreateTopic}. */
    String name() {
      String service = String.valueOf(getMethodDescriptor().getServiceName());
      return service.substring(service.lastIndexOf('.') + 1)
          + "."
          + getMethodDescriptor().getBareMethodName();
    }

    void insteadOfTheAnswer(StatusRuntimeException refusal) {
      instead = Optional.of(refusal);
    }

    void answerLate() {
      late = true;
    }

    /** Unless another answer stands already instead of the service's. */
    void refuse(StatusRuntimeException refusal) {
      instead = instead.or(() -> Optional.of(refusal));
      close(Status.OK, new Metadata());
    }

    @Override
    public void sendHeaders(Metadata headers) {
      if (late) {
        late = false;
        weather.beLate();
      }
      if (instead.isEmpty()) {
        super.sendHeaders(headers);
      }
    }

    @Override
    public void sendMessage(A answer) {
      if (instead.isEmpty()) {
        super.sendMessage(answer);
      }
    }

    @Override
    public void close(Status status, Metadata trailers) {
      if (over) {
        return;
      }
      over = true;
      if (instead.isPresent()) {
        Metadata details = instead.get().getTrailers();
        super.close(instead.get().getStatus(), details == null ? new Metadata() : details);
      } else {
        super.close(status, trailers);
      }
    }
  }
}
