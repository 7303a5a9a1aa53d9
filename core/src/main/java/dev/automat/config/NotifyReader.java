package dev.automat.config;

import dev.automat.notify.NotifySettings;
import dev.automat.notify.NotifySettings.Egress;
import dev.automat.notify.SinkSettings;
import dev.automat.notify.SinkSettings.Match;
import dev.automat.notify.SinkSettings.Smtp;
import dev.automat.notify.SinkSettings.Smtp.Security;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads the section {@code notify}, whose form was checked. */
final class NotifyReader {

  private static final int SUBMISSION = 587;
  private static final int SUBMISSIONS = 465;
  private static final int HTTPS = 443;

  private final JsonNode section;
  private final Path base;

  /**
   * @param base what relative paths start from
   */
  NotifyReader(JsonNode section, Path base) {
    this.section = section;
    this.base = base;
  }

  NotifySettings read(String platform, Duration giveUpAfter, Duration keep, boolean allowLoopback) {
    JsonNode egress = section.path("egress");
    return new NotifySettings(
        section.path("sinks").properties().stream()
            .flatMap(sink -> sink(sink.getKey(), sink.getValue()).stream())
            .toList(),
        platform,
        giveUpAfter,
        keep,
        new Egress(
            List.copyOf(texts(egress.path("allowedHosts"))),
            ports(egress.path("ports")),
            allowLoopback,
            path(egress, "caFile")));
  }

  private static Set<Integer> ports(JsonNode ports) {
    return ports.isArray()
        ? Set.copyOf(ports.valueStream().map(JsonNode::intValue).distinct().toList())
        : Set.of(HTTPS);
  }

  /** Empty if it is of no sort, of which the rules complain. */
  private Optional<SinkSettings> sink(String name, JsonNode sink) {
    Match match =
        new Match(
            texts(sink.at("/match/teams")),
            texts(sink.at("/match/environments")),
            texts(sink.at("/match/reasons")));
    boolean archive = sink.path("archive").asBoolean(false);
    if (sink.has("webhook")) {
      JsonNode webhook = sink.path("webhook");
      return Optional.of(
          new SinkSettings.Webhook(
              name,
              match,
              archive,
              url(webhook.path("url").asString()),
              path(webhook, "secretFile").orElseThrow()));
    }
    if (sink.has("slack")) {
      return Optional.of(
          new SinkSettings.Slack(
              name, match, archive, path(sink.path("slack"), "urlFile").orElseThrow()));
    }
    return Optional.of(sink.path("smtp"))
        .filter(JsonNode::isObject)
        .map(smtp -> smtp(name, match, archive, smtp));
  }

  private Smtp smtp(String name, Match match, boolean archive, JsonNode smtp) {
    Security security =
        Security.valueOf(smtp.path("security").asString("starttls").toUpperCase(Locale.ROOT));
    return new Smtp(
        name,
        match,
        archive,
        smtp.path("host").asString(),
        smtp.path("port").asInt(security == Security.TLS ? SUBMISSIONS : SUBMISSION),
        security,
        text(smtp, "username"),
        path(smtp, "passwordFile"),
        smtp.path("from").asString(),
        List.copyOf(texts(smtp.path("to"))),
        smtp.path("contacts").asBoolean(true));
  }

  /** What is no URL is refused by the rules. */
  private static URI url(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      return AuthReader.NO_URL;
    }
  }

  private static Set<String> texts(JsonNode list) {
    Set<String> texts = new LinkedHashSet<>();
    list.valueStream().map(JsonNode::asString).forEach(texts::add);
    return texts;
  }

  private static Optional<String> text(JsonNode node, String key) {
    return Optional.of(node.path(key)).filter(JsonNode::isString).map(JsonNode::asString);
  }

  private Optional<Path> path(JsonNode node, String key) {
    return text(node, key).map(base::resolve).map(Path::normalize);
  }
}
