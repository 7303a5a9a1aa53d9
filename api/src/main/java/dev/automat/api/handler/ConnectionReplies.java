package dev.automat.api.handler;

import dev.automat.api.connection.ConnectionFormat;
import dev.automat.api.connection.ConnectionOf;
import dev.automat.api.document.ResourceDocument;
import dev.automat.api.exchange.Call;
import dev.automat.api.exchange.Problem;
import dev.automat.api.exchange.ProblemCode;
import dev.automat.api.exchange.Reply;
import dev.automat.engine.Connections;
import dev.automat.resource.Binding;
import dev.automat.resource.Overlap;
import dev.automat.resource.Resource;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Connections, in the form that is asked for: the only replies that show a secret. */
final class ConnectionReplies {

  private final Connections connections;
  private final ResourceDocument documents;

  ConnectionReplies(Connections connections, ResourceDocument documents) {
    this.connections = connections;
    this.documents = documents;
  }

  /** Of the resource itself. */
  Reply of(Call call, Resource resource) {
    String href = documents.href(resource.key());
    Map<String, String> entries = connected(resource, href, () -> connections.connect(resource));
    return reply(
        call,
        new ConnectionOf(
            resource.key().name(),
            Optional.empty(),
            href + "/connection",
            Overlap.DEFAULT,
            entries));
  }

  /**
   * Of a binding.
   *
   * @param href of the binding
   */
  Reply of(Call call, Resource resource, Binding binding, String href) {
    Map<String, String> entries =
        connected(resource, href, () -> connections.connect(resource, binding));
    return reply(
        call,
        new ConnectionOf(
            resource.key().name(),
            Optional.of(binding.consumer()),
            href + "/connection",
            binding.spec().overlap(),
            entries));
  }

  private static Map<String, String> connected(
      Resource resource, String href, Supplier<Map<String, String>> question) {
    try {
      return question.get();
    } catch (Connections.NotConnectableException e) {
      throw Problem.of(
              ProblemCode.NOT_CONNECTABLE,
              String.valueOf(e.getMessage()),
              "wait until it is ready: GET " + href + " with Prefer: wait=60")
          .withCurrent(Optional.of(resource))
          .exception();
    }
  }

  private static Reply reply(Call call, ConnectionOf connection) {
    ConnectionFormat format =
        call.queryParameter("format")
            .flatMap(ConnectionFormat::of)
            .orElse(ConnectionFormat.SERVICEBINDING);
    String text =
        format
            .write(connection)
            .orElseThrow(
                () ->
                    Problem.of(
                            ProblemCode.INVALID_PARAMETER,
                            "this connection has no " + format.word(),
                            "ask for another format")
                        .exception());
    return new Reply.Whole(
        200,
        format.contentType().startsWith("text/")
            ? format.contentType() + "; charset=utf-8"
            : format.contentType(),
        text.getBytes(StandardCharsets.UTF_8),
        Map.of());
  }
}
