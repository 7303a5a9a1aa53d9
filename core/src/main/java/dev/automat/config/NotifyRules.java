package dev.automat.config;

import dev.automat.document.DocumentException.Complaint;
import dev.automat.notify.EgressRules;
import dev.automat.notify.NotifySettings;
import dev.automat.notify.SinkSettings;
import dev.automat.notify.SinkSettings.Smtp.Security;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What the form of {@code notify} can not say. */
final class NotifyRules {

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1", "[::1]");
  private static final List<String> SORTS = List.of("webhook", "slack", "smtp");

  /** Whoever was away for some days can still see what they were not told. */
  private static final Duration SHORTEST_KEEP = Duration.ofDays(7);

  private final Layers layers;

  NotifyRules(Layers layers) {
    this.layers = layers;
  }

  void check(NotifySettings notices, List<Complaint> complaints) {
    for (Map.Entry<String, JsonNode> sink :
        layers.root().path("notify").path("sinks").properties()) {
      if (SORTS.stream().filter(sink.getValue()::has).count() != 1) {
        complaints.add(
            complaint("/notify/sinks/" + sink.getKey(), "give one of webhook, slack and smtp"));
      }
    }
    checkPlatform(notices, complaints);
    if (notices.giveUpAfter().toSeconds() < 1) {
      complaints.add(complaint("/notify/giveUpAfter", "is too short: give 1s or more"));
    }
    if (notices.keep().compareTo(SHORTEST_KEEP) < 0) {
      complaints.add(complaint("/notify/keep", "is too short: give 7d or more"));
    }
    notices
        .egress()
        .authorities()
        .ifPresent(file -> checkFile("/notify/egress/caFile", file, complaints));
    EgressRules egress = EgressRules.of(notices.egress());
    notices.sinks().forEach(sink -> check(sink, egress, complaints));
  }

  private void checkPlatform(NotifySettings notices, List<Complaint> complaints) {
    List<String> names =
        Stream.concat(
                Stream.of(NotifySettings.LOG), notices.sinks().stream().map(SinkSettings::name))
            .toList();
    if (!names.contains(notices.platform())) {
      complaints.add(
          complaint(
              "/notify/platform",
              "there is no sink "
                  + notices.platform()
                  + ": name one of "
                  + String.join(", ", names)));
    }
    notices.sinks().stream()
        .filter(sink -> sink.archive() && sink.name().equals(notices.platform()))
        .forEach(
            sink ->
                complaints.add(
                    complaint(
                        "/notify/platform",
                        sink.name()
                            + " is an archive, where nobody reads: name a sink where people do, or"
                            + " take its archive away")));
  }

  private void check(SinkSettings sink, EgressRules egress, List<Complaint> complaints) {
    String at = "/notify/sinks/" + sink.name();
    switch (sink) {
      case SinkSettings.Webhook webhook -> {
        egress
            .refusal(webhook.url())
            .ifPresent(why -> complaints.add(complaint(at + "/webhook/url", why)));
        checkFile(at + "/webhook/secretFile", webhook.secretFile(), complaints);
      }
      case SinkSettings.Slack slack ->
          checkFile(at + "/slack/urlFile", slack.urlFile(), complaints);
      case SinkSettings.Smtp smtp -> check(smtp, at + "/smtp", complaints);
    }
  }

  private void check(SinkSettings.Smtp smtp, String at, List<Complaint> complaints) {
    if (smtp.security() == Security.NONE && !LOOPBACK.contains(smtp.host())) {
      complaints.add(
          complaint(at + "/security", "none is for this machine alone: use starttls or tls"));
    }
    if (smtp.username().isPresent() != smtp.passwordFile().isPresent()) {
      complaints.add(
          complaint(at, "username and passwordFile go together: give both, or none of them"));
    }
    if (!smtp.contacts() && smtp.to().isEmpty()) {
      complaints.add(complaint(at + "/to", "nobody gets it: name somebody, or set contacts"));
    }
    smtp.passwordFile().ifPresent(file -> checkFile(at + "/passwordFile", file, complaints));
    Stream.concat(Stream.of(smtp.from()), smtp.to().stream())
        .filter(address -> !address.matches("[^@\\s<>]+@[^@\\s<>]+"))
        .forEach(
            address ->
                complaints.add(
                    complaint(at, address + " is no mail address: write it as name@domain")));
  }

  private void checkFile(String pointer, Path file, List<Complaint> complaints) {
    if (!Files.isReadable(file)) {
      complaints.add(complaint(pointer, file + " can not be read: put it there"));
    }
  }

  private Complaint complaint(String pointer, String message) {
    return new Complaint(layers.place(pointer), pointer, message);
  }
}
