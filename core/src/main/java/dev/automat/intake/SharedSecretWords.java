package dev.automat.intake;

import dev.automat.intake.Answer.Clash;
import dev.automat.intake.Answer.Reason;
import dev.automat.resource.Resource;
import dev.automat.spi.BindingOffer;
import java.util.Optional;

/**
 * What people are told of the one secret that all who are bound have.
 *
 * @param offer of a type with such a secret
 */
record SharedSecretWords(BindingOffer offer) {

  /** For whoever binds, and whoever unbinds. */
  String notice() {
    return "all who are bound have one secret, which the cloud made. Unbinding takes it from"
        + " nobody: whoever has it goes on with it until it is changed. To change it, "
        + offer.howToChange();
  }

  /** Automat makes no such secret, so that it makes no other either. */
  Clash notRotatable(Resource resource) {
    return new Clash(
        Reason.NOT_ROTATABLE,
        "a binding of "
            + resource.plan().type()
            + " has no secret of its own: all have the one that the cloud made",
        "to change that one, "
            + offer.howToChange()
            + ". Whoever is bound finds the new one in its connection at the next look, which comes"
            + " about every engine.interval, and at once with :reconcile",
        Optional.of(resource),
        Optional.empty());
  }
}
