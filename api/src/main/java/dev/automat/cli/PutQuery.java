package dev.automat.cli;

import dev.automat.stack.StackKey;

/**
 * What a PUT may do beside what it asks for.
 *
 * @param allowDataLoss whether members that hold data may be taken out of a stack
 * @param recreate whether it may stand over one that expired
 */
record PutQuery(boolean takeOver, boolean allowDataLoss, boolean recreate) {

  /** Nothing beside it. */
  static final PutQuery PLAIN = new PutQuery(false, false, false);

  /** As a path of that kind takes it. */
  String of(String path) {
    return text(allowDataLoss && path.contains("/" + StackKey.PLURAL + "/"));
  }

  /** As the question takes it what all of them would do. */
  String ofValidation() {
    return text(allowDataLoss);
  }

  private String text(boolean loses) {
    String all =
        (takeOver ? "&takeOver=true" : "")
            + (loses ? "&allowDataLoss=true" : "")
            + (recreate ? "&recreate=true" : "");
    return all.isEmpty() ? "" : "?" + all.substring(1);
  }
}
