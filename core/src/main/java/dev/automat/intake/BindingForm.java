package dev.automat.intake;

import dev.automat.resource.BindingSpec;
import dev.automat.resource.BindingSpec.Access;
import dev.automat.resource.NearestSpelling;
import dev.automat.resource.Overlap;
import dev.automat.resource.ResourceKey;
import dev.automat.resource.Violation;
import dev.automat.spi.BindingOffer;
import dev.automat.spi.BindingOffer.HolderKind;
import dev.automat.spi.Grant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads what is asked for of a binding against what the type of the resource offers. Pure.
 *
 * @param violations all that is wrong; then the spec is not to be used
 */
record BindingForm(BindingSpec spec, List<Violation> violations) {

  private static final String ACCESS = "/spec/access";
  private static final String PRINCIPAL = "/spec/principal";
  private static final String OVERLAP = "/spec/overlap";

  static BindingForm of(BindingRequest request, String type, BindingOffer offer) {
    List<Violation> wrong = new ArrayList<>();
    if (!ResourceKey.isName(request.consumer())) {
      wrong.add(
          new Violation(
              "",
              "invalid-name",
              request.consumer() + " is no name of a consumer",
              "use 1–40 lowercase letters, digits and single hyphens, a letter first"));
    }
    Access access = access(request, type, offer, wrong);
    principal(request, type, offer.holder(), wrong);
    Duration overlap = overlap(request.overlap(), OVERLAP, wrong).orElse(Overlap.DEFAULT);
    BindingSpec.Holder holder = BindingSpec.Holder.valueOf(offer.holder().name());
    return new BindingForm(new BindingSpec(access, request.principal(), overlap, holder), wrong);
  }

  private static Access access(
      BindingRequest request, String type, BindingOffer offer, List<Violation> wrong) {
    List<String> offered =
        Arrays.stream(Access.values())
            .filter(each -> offer.access().contains(Grant.Access.valueOf(each.name())))
            .map(Access::text)
            .toList();
    String wanted = request.access().orElse(Access.READWRITE.text());
    if (!offered.contains(wanted)) {
      wrong.add(
          new Violation(
              ACCESS,
              "access-not-offered",
              type + " can not hold an application to " + wanted,
              NearestSpelling.of(wanted, offered)
                  .map(near -> "did you mean " + near + "?")
                  .orElse("use " + String.join(" or ", offered))));
      return Access.READWRITE;
    }
    return Access.valueOf(wanted.toUpperCase(Locale.ROOT));
  }

  private static void principal(
      BindingRequest request, String type, HolderKind holder, List<Violation> wrong) {
    boolean named = request.principal().isPresent();
    if (holder == HolderKind.PRINCIPAL && !named) {
      wrong.add(
          new Violation(
              PRINCIPAL,
              "principal-missing",
              type + " gives access to whom the cloud knows, and nobody is named",
              "set spec.principal to the role of the application, such as"
                  + " arn:aws:iam::123456789012:role/checkout"));
    }
    if (holder != HolderKind.PRINCIPAL && named) {
      wrong.add(
          new Violation(
              PRINCIPAL,
              "principal-not-used",
              type
                  + (holder == HolderKind.USER
                      ? " makes a user with a password, and knows no principals"
                      : " has one secret for all, and knows no principals"),
              "remove the field"));
    }
  }

  /** A duration as people write it; what can not be read is a violation. */
  static Optional<Duration> overlap(Optional<String> text, String pointer, List<Violation> wrong) {
    Optional<Duration> overlap = text.flatMap(Overlap::parse);
    if (text.isPresent() && overlap.isEmpty()) {
      wrong.add(
          new Violation(
              pointer, "invalid-overlap", text.get() + " is no overlap", "write " + Overlap.FORM));
    }
    return overlap;
  }
}
