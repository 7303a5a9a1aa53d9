package dev.automat.trial;

import dev.automat.resource.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What stands in the servers of the provisioner {@code local}, seen without Automat: PostgreSQL's
 * own catalogue as administrator, and the SQS protocol.
 *
 * @param directory {@code provisioners/local} of a data directory
 */
record LocalServers(Path directory) {

  private static final int PORT_LINE = 3;

  static LocalServers of(Workplace place) {
    return new LocalServers(place.data().resolve("provisioners").resolve("local"));
  }

  /** Whether both servers answer. */
  boolean answer() {
    try (Connection admin = administrator("postgres")) {
      queues();
      return admin.isValid(60);
    } catch (SQLException | IOException notYet) {
      return false;
    }
  }

  /** Databases that are not PostgreSQL's own, with their connection limits. */
  Map<String, Integer> databases() throws SQLException {
    Map<String, Integer> limits = new TreeMap<>();
    try (Connection admin = administrator("postgres");
        Statement statement = admin.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT datname, datconnlimit FROM pg_database"
                    + " WHERE NOT datistemplate AND datname <> 'postgres'")) {
      while (rows.next()) {
        limits.put(rows.getString(1), rows.getInt(2));
      }
    }
    return limits;
  }

  /** Roles that are neither PostgreSQL's own nor the administrator. */
  Set<String> roles() throws SQLException {
    Set<String> roles = new TreeSet<>();
    try (Connection admin = administrator("postgres");
        Statement statement = admin.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT rolname FROM pg_roles"
                    + " WHERE rolname !~ '^pg_' AND rolname <> current_user")) {
      while (rows.next()) {
        roles.add(rows.getString(1));
      }
    }
    return roles;
  }

  /** The administrator's session in a database. */
  Connection administrator(String database) throws SQLException {
    try {
      String password = Files.readString(postgres().resolve("admin-password")).strip();
      String port = Files.readString(postgres().resolve("port")).strip();
      return DriverManager.getConnection(
          "jdbc:postgresql://127.0.0.1:" + port + "/" + database, "automat", password);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path postgres() {
    return directory.resolve("postgres");
  }

  /** PostgreSQL's first process, if it runs. */
  Optional<ProcessHandle> postmaster() {
    Path file = postgres().resolve("data").resolve("postmaster.pid");
    try {
      List<String> lines = Files.readAllLines(file);
      return lines.size() > PORT_LINE
          ? ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
              .filter(ProcessHandle::isAlive)
              .filter(LocalServers::isPostgres)
          : Optional.empty();
    } catch (NoSuchFileException gone) {
      // It removes the file when it ends, which may be just now.
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The number in the file may have been given to another program since. */
  private static boolean isPostgres(ProcessHandle process) {
    return process.info().command().filter(command -> command.endsWith("/postgres")).isPresent();
  }

  /** SIGKILL to PostgreSQL's first process, if it runs; the others follow it by themselves. */
  void killPostgres() {
    postmaster()
        .ifPresent(
            first -> {
              first.destroyForcibly();
              first.onExit().orTimeout(Await.LIMIT.toSeconds(), TimeUnit.SECONDS).join();
            });
  }

  /** All queues. */
  Set<String> queues() throws IOException {
    Set<String> names = new TreeSet<>();
    for (JsonNode url : sqs("ListQueues", Json.object()).path("QueueUrls")) {
      names.add(url.asString().substring(url.asString().lastIndexOf('/') + 1));
    }
    return names;
  }

  int visibilityTimeout(String queueUrl) throws IOException {
    ObjectNode question = Json.object().put("QueueUrl", queueUrl);
    question.putArray("AttributeNames").add("VisibilityTimeout");
    return sqs("GetQueueAttributes", question).at("/Attributes/VisibilityTimeout").asInt();
  }

  void sendMessage(String queueUrl, String text) throws IOException {
    sqs("SendMessage", Json.object().put("QueueUrl", queueUrl).put("MessageBody", text));
  }

  /** The messages that can be received now. */
  List<String> receive(String queueUrl) throws IOException {
    JsonNode messages =
        sqs(
                "ReceiveMessage",
                Json.object()
                    .put("QueueUrl", queueUrl)
                    .put("MaxNumberOfMessages", 10)
                    .put("WaitTimeSeconds", 0))
            .path("Messages");
    return StreamSupport.stream(messages.spliterator(), false)
        .map(message -> message.path("Body").asString())
        .toList();
  }

  private JsonNode sqs(String action, ObjectNode question) throws IOException {
    String port = Files.readString(directory.resolve("queues").resolve("port")).strip();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
            .header("Content-Type", "application/x-amz-json-1.0")
            .header("X-Amz-Target", "AmazonSQS." + action)
            .POST(BodyPublishers.ofString(Json.write(question)))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IOException(action + ": " + answer.statusCode() + " " + answer.body());
      }
      return Json.read(answer.body(), JsonNode.class);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
