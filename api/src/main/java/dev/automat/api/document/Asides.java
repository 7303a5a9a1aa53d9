package dev.automat.api.document;

import dev.automat.api.exchange.ProblemWriter;
import dev.automat.cost.CostDelta;
import dev.automat.intake.Aside;
import dev.automat.resource.Json;
import tools.jackson.databind.node.ObjectNode;

/** Writes what an answer says beside the plan: {@code costDelta} and {@code warnings}. */
public final class Asides {

  private Asides() {}

  /** Adds what there is to say. */
  public static ObjectNode write(Aside aside, ObjectNode document) {
    aside.costDelta().ifPresent(delta -> document.set("costDelta", json(delta)));
    if (!aside.warnings().isEmpty()) {
      // What rules warn of may stand there already.
      document.withArrayProperty("warnings").addAll(ProblemWriter.list(aside.warnings()));
    }
    return document;
  }

  private static ObjectNode json(CostDelta delta) {
    return Json.object()
        .put("currency", delta.currency())
        .put("from", delta.from().toPlainString())
        .put("to", delta.to().toPlainString())
        .put("monthly", delta.monthly().toPlainString());
  }
}
