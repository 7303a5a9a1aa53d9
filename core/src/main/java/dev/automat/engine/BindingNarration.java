package dev.automat.engine;

import dev.automat.resource.Binding;
import dev.automat.resource.Event;
import dev.automat.spi.BindingOffer;
import java.time.Instant;

/**
 * What is told of a binding.
 *
 * @param offer what the type gives, which says what the end of a binding ends
 */
record BindingNarration(BindingOffer offer) {

  /** What the consumer has from this moment. */
  String made(Binding binding, int version, Instant now) {
    String access = binding.consumer() + " has " + binding.spec().access().text() + " access";
    if (version > 1) {
      return access
          + " with version "
          + version
          + " of its secret; the one before stays valid until "
          + now.plus(binding.overlap());
    }
    return switch (offer.holder()) {
      case USER, PRINCIPAL -> access;
      case SHARED -> access + ", with the one secret that all who are bound have";
    };
  }

  /**
   * What is begun when a version is set right again.
   *
   * @param missing whether it was gone; else it is to give another access
   */
  String repairing(Binding binding, boolean missing) {
    return missing
        ? binding.consumer() + " was gone from the cloud, and not by Automat; making it again"
        : binding.consumer() + " gets " + binding.spec().access().text() + " access";
  }

  /** What is begun when a version that stands lacks something. */
  String completing(Binding binding) {
    return "the cloud lacks something of what "
        + binding.consumer()
        + " is to have; setting it right";
  }

  /** What is begun when a version is taken away. */
  String revoking(Binding binding, int version) {
    return "version " + version + " of what " + binding.consumer() + " had";
  }

  /** That a version is taken away. Where that takes the secret from nobody, it warns. */
  Event.Draft revoked(Binding binding, int version, Instant now) {
    String which = "Version " + version + " of what " + binding.consumer() + " had";
    return switch (offer.holder()) {
      case USER, PRINCIPAL ->
          Event.Draft.normal(
              now, Reasons.REVOKED, which + " is revoked, and its sessions are ended");
      case SHARED ->
          Event.Draft.warning(
              now,
              Reasons.WITHDRAWN,
              which
                  + " is a secret that it goes on with, as whoever else has it, until it is"
                  + " changed. To change it, "
                  + offer.howToChange());
    };
  }

  /** That nothing of it is left. */
  String released(Binding binding) {
    return binding.consumer()
        + switch (offer.holder()) {
          case USER -> " is unbound; its users are gone";
          case PRINCIPAL -> " is unbound; its grants are gone";
          case SHARED -> " is unbound; the secret that it had was not changed";
        };
  }

  /** That the secret that all have is another one, whoever saw to that. */
  String followed(Binding binding) {
    return "the secret that "
        + binding.consumer()
        + " has was changed in the cloud; its connection has the new one from now on";
  }
}
