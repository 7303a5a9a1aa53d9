package dev.automat.lifetime;

import dev.automat.resource.Resource;
import dev.automat.resource.SpokenInstant;
import java.time.Duration;
import java.time.Instant;

/** What notices say: what happens when, and what to do against it. */
public final class Notices {

  private Notices() {}

  /**
   * What comes at the end of a lifetime.
   *
   * @param undelete how long what was deleted can be had back
   */
  public static String of(
      Resource resource, Prospect prospect, Recovery recovery, Duration undelete) {
    String after = deletion(recovery, undelete);
    String it = whole(resource);
    return inStack(resource)
        + switch (prospect.act()) {
          case QUARANTINE ->
              "Its lifetime ends: nobody can use it from "
                  + SpokenInstant.of(prospect.at())
                  + " on, and it is deleted at "
                  + SpokenInstant.of(prospect.deletesAt())
                  + after
                  + ". To keep it longer, automat extend "
                  + it
                  + ", or PUT "
                  + it
                  + " with a longer"
                  + " spec.lifetime";
          case DELETION ->
              resource.stay().quarantine().isPresent()
                  ? "Its lifetime ended: it is deleted at "
                      + SpokenInstant.of(prospect.at())
                      + after
                      + ". To keep it, automat extend "
                      + it
                      + (resource.stay().release().isEmpty()
                          ? "; to look at it once more, automat release "
                              + it
                              + ", which gives access for 48 h"
                          : "")
                  : "Its lifetime ends: it is deleted at "
                      + SpokenInstant.of(prospect.at())
                      + ", without a quarantine before"
                      + after
                      + ". To keep it longer, automat extend "
                      + it
                      + ", or PUT "
                      + it
                      + " with a longer"
                      + " spec.lifetime";
        };
  }

  /** What has to be asked for: a member lives as long as its stack. */
  private static String whole(Resource resource) {
    return resource.stay().member().map(in -> "the stack " + in.stack()).orElse("it");
  }

  private static String inStack(Resource resource) {
    return resource
        .stay()
        .member()
        .map(in -> "It is a member of the stack " + in.stack() + ", which ends as a whole. ")
        .orElse("");
  }

  private static String deletion(Recovery recovery, Duration undelete) {
    return recovery.recoverable()
        ? ", after which automat undelete brings it back for " + text(undelete)
        : ", for good, since " + recovery.why();
  }

  private static String text(Duration duration) {
    return duration.toHours() % 24 == 0 && duration.toDays() > 0
        ? duration.toDays() + " d"
        : duration.toHours() + " h";
  }

  /** That nobody was told, so that nothing is done. */
  public static String unheard(Instant at) {
    return "Its time was up at "
        + SpokenInstant.of(at)
        + ", but nobody has accepted a notice of that, so it stays as it is: see why notices do not"
        + " arrive, or delete it";
  }

  /** That it is in quarantine. */
  public static String quarantined(Resource resource, Instant since, Instant deletesAt) {
    return "Its lifetime ended: nobody can use it since "
        + SpokenInstant.of(since)
        + ", its data are kept, and it is deleted at "
        + SpokenInstant.of(deletesAt)
        + ". To have it back, automat extend "
        + whole(resource)
        + (resource.stay().release().isEmpty()
            ? ", or automat release " + whole(resource) + ", which gives access for 48 h, once"
            : "");
  }
}
