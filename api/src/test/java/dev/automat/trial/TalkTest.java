package dev.automat.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.automat.testkit.wire.HttpFront;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TalkTest {

  /** Of the second time that it was asked for; that of which it failed may be the first. */
  private static String failed(int generation) {
    return """
    {"metadata": {"generation": 2},
     "status": {"phase": "Failed", "observedGeneration": 0,
                "conditions": [{"type": "Synced", "observedGeneration": %d}]}}
    """
        .formatted(generation);
  }

  @Test
  void whatFailedBeforeItWasAskedForAnewIsNotSettledAndEachAnswerIsHeard() throws IOException {
    List<String> heard = new ArrayList<>();
    try (HttpFront front =
            new HttpFront(
                (method, _, _, _) ->
                    Optional.of(
                        new HttpFront.Answer(200, List.of(), failed(method.equals("PUT") ? 1 : 2))),
                0);
        Talk talk = new Talk("http://127.0.0.1:" + front.port(), "nobody asks")) {
      Talk.Answer end =
          talk.settled(
              "/v1/teams/canary/databases/fails",
              "{}",
              (method, answer) -> heard.add(method + " " + answer.text()));

      assertEquals(failed(2), end.text());
      assertEquals(List.of("PUT " + failed(1), "GET " + failed(2)), heard);
    }
  }
}
