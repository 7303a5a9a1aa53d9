package dev.automat.cli.check;

import dev.automat.resource.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Asks an SQS-compatible server for a queue's attributes (the AWS JSON 1.0 protocol); changes
 * nothing. The request is not signed, so AWS itself answers that it may not.
 *
 * @param url the queue's URL
 */
record QueueCheck(String url) implements ConnectionCheck {

  @Override
  public String run() throws InterruptedException {
    URI queue = URI.create(url);
    URI endpoint = URI.create(queue.getScheme() + "://" + queue.getAuthority() + "/");
    HttpRequest request =
        HttpRequest.newBuilder(endpoint)
            .timeout(Duration.ofSeconds(10))
            .header("Content-Type", "application/x-amz-json-1.0")
            .header("X-Amz-Target", "AmazonSQS.GetQueueAttributes")
            .POST(HttpRequest.BodyPublishers.ofString(question()))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      return found(answer);
    } catch (IOException e) {
      throw new CheckFailedException("nothing answers at " + endpoint + ": " + e, e);
    }
  }

  private String question() {
    var question = Json.object().put("QueueUrl", url);
    question.putArray("AttributeNames").add("All");
    return Json.write(question);
  }

  private String found(HttpResponse<String> answer) {
    if (answer.statusCode() != 200) {
      throw new CheckFailedException(
          "the server of "
              + url
              + " answers "
              + answer.statusCode()
              + ": "
              + answer.body().strip());
    }
    try {
      JsonNode attributes = Json.read(answer.body(), JsonNode.class).path("Attributes");
      return "the queue answers at %s: about %s messages, hidden for %s s once received"
          .formatted(
              url,
              attributes.path("ApproximateNumberOfMessages").asString("?"),
              attributes.path("VisibilityTimeout").asString("?"));
    } catch (JacksonException e) {
      throw new CheckFailedException("what answers at " + url + " is no SQS server", e);
    }
  }
}
