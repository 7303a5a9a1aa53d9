package dev.automat.cli;

import dev.automat.document.Document;
import dev.automat.resource.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Asks the server what it would say of many documents, no more at once than it takes. */
final class Verdicts {

  /** The server takes 1,000. */
  private static final int MOST = 500;

  /** A server takes 1 MiB, if it is not configured otherwise. */
  private static final long MOST_BYTES = 512 * 1024;

  private final ApiClient client;
  private final String query;

  /**
   * @param query what the writing of them may do
   */
  Verdicts(ApiClient client, PutQuery query) {
    this.client = client;
    this.query = query.ofValidation();
  }

  /**
   * In the order of the documents.
   *
   * @param sent a document as it is sent
   */
  List<Checked> of(List<Document> documents, Function<Document, JsonNode> sent) {
    List<Checked> all = new ArrayList<>();
    List<Document> chunk = new ArrayList<>();
    ArrayNode bodies = Json.mapper().createArrayNode();
    long bytes = 0;
    for (Document document : documents) {
      JsonNode body = sent.apply(document);
      long more = Json.mapper().writeValueAsBytes(body).length + 1L;
      if (!chunk.isEmpty() && (chunk.size() == MOST || bytes + more > MOST_BYTES)) {
        ask(chunk, bodies, all);
        chunk.clear();
        bodies.removeAll();
        bytes = 0;
      }
      chunk.add(document);
      bodies.add(body);
      bytes += more;
    }
    if (!chunk.isEmpty()) {
      ask(chunk, bodies, all);
    }
    return all;
  }

  private void ask(List<Document> chunk, ArrayNode bodies, List<Checked> all) {
    JsonNode items = client.post("/v1/requests:validate" + query, bodies).body().path("items");
    for (JsonNode verdict : items) {
      Document document = chunk.get(verdict.path("index").asInt());
      all.add(Checked.byServer(document, CommandAdvice.of(verdict, document.root())));
    }
  }
}
