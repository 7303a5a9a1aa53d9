package dev.automat.testkit.aws;

import java.io.IOException;

/** Something between a caller and moto that may answer in moto's stead, or change what is said. */
interface Layer {

  /** The way onward, to the next layer and at last to moto. */
  interface Onward {
    AwsReply go(AwsCall call) throws IOException;
  }

  /**
   * @throws Refused to answer with a refusal
   * @throws IOException if moto can not be reached
   */
  AwsReply answer(AwsCall call, Onward onward) throws IOException;

  /** What a layer answers instead of asking moto. */
  final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient AwsRefusal refusal;

    Refused(int status, String code, String message) {
      this(AwsRefusal.of(status, code, message));
    }

    Refused(AwsRefusal refusal) {
      super(refusal.message(), null, false, false);
      this.refusal = refusal;
    }

    AwsRefusal refusal() {
      return refusal;
    }
  }
}
