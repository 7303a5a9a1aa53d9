package dev.automat.notify;

import dev.automat.notify.Outbox.Routing;
import dev.automat.notify.Outbox.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who gets a notice: each sink that it matches; the platform's channel, if none does where people
 * read.
 */
final class Router {

  private static final Routing TIMELINE = new Routing(List.of());

  private final Optional<NotifySettings> settings;

  /**
   * @param settings empty: the timeline is the channel
   */
  Router(Optional<NotifySettings> settings) {
    this.settings = settings;
  }

  Routing route(Notice notice) {
    return settings.map(these -> route(notice, these)).orElse(TIMELINE);
  }

  private static Routing route(Notice notice, NotifySettings settings) {
    List<Target> targets = new ArrayList<>();
    for (SinkSettings sink : settings.sinks()) {
      if (sink.match().fits(notice)) {
        // Whoever is asked last is asked until it accepts.
        boolean last = sink.name().equals(settings.platform());
        targets.add(
            new Target(
                sink.name(),
                last ? Optional.empty() : Optional.of(GivingUp.at(notice, settings.giveUpAfter())),
                sink.archive()));
      }
    }
    if (targets.stream().allMatch(Target::archive)) {
      targets.add(new Target(settings.platform(), Optional.empty()));
    }
    return new Routing(targets);
  }
}
