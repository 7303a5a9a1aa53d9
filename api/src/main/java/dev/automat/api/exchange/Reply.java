package dev.automat.api.exchange;

import dev.automat.resource.Json;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What is sent back. */
public sealed interface Reply {

  int status();

  /** In one piece. */
  @SuppressWarnings("ArrayRecordComponent") // bytes go straight to the wire; nothing compares them
  record Whole(int status, String contentType, byte[] body, Map<String, String> headers)
      implements Reply {

    public Whole {
      headers = Map.copyOf(headers);
    }

    /** The status, and how much there is; a body may hold a secret. */
    @Override
    public String toString() {
      return "Whole[" + status + ", " + body.length + " bytes]";
    }
  }

  /** Bit by bit, as {@code text/event-stream}. */
  record Stream(EventSource source) implements Reply {
    @Override
    public int status() {
      return 200;
    }
  }

  static Reply json(int status, JsonNode body) {
    return json(status, body, Map.of());
  }

  static Reply json(int status, JsonNode body, Map<String, String> headers) {
    return new Whole(status, "application/json", Json.mapper().writeValueAsBytes(body), headers);
  }

  static Reply empty(int status, Map<String, String> headers) {
    return new Whole(status, "", new byte[0], headers);
  }
}
