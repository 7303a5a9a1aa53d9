package dev.automat.testkit.gcp;

import com.google.protobuf.util.FieldMaskUtil;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.function.Function;

/** How the fakes of gRPC services answer. */
final class Replies {

  /** A field that a mask names is set as it is in the request, and cleared if it is not there. */
  static final FieldMaskUtil.MergeOptions REPLACING =
      new FieldMaskUtil.MergeOptions()
          .setReplaceMessageFields(true)
          .setReplaceRepeatedFields(true)
          .setReplacePrimitiveFields(true);

  private static final int USUAL = 100;
  private static final int MOST = 1000;

  private Replies() {}

  /**
   * A part of a list.
   *
   * @param next token of the next part; empty on the last
   */
  record Page<T>(List<T> items, String next) {}

  static <T> void send(T message, StreamObserver<T> answer) {
    answer.onNext(message);
    answer.onCompleted();
  }

  /**
   * What comes after the token, which is the name of the last one that was shown.
   *
   * @param all in the order of their names
   */
  static <T> Page<T> page(List<T> all, Function<T, String> name, int wanted, String token) {
    int size = wanted <= 0 ? USUAL : Math.min(wanted, MOST);
    List<T> rest = all.stream().filter(each -> name.apply(each).compareTo(token) > 0).toList();
    return rest.size() <= size
        ? new Page<>(rest, "")
        : new Page<>(rest.subList(0, size), name.apply(rest.get(size - 1)));
  }
}
