package dev.automat.intake;

import dev.automat.admission.AdmissionRequest;
import dev.automat.document.Documents;
import dev.automat.resource.Origin;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A PUT of {@code payments/Database/orders}: plain, but for what is said. */
final class Puts {

  private static final Instant FIRST_SEEN = Instant.parse("2026-01-01T00:00:00.123456789Z");

  private String spec = "{environment: dev}";
  private Map<String, String> labels = Map.of();
  private Optional<String> managedBy = Optional.empty();
  private Optional<String> ifMatch = Optional.empty();
  private boolean ifNoneMatch;
  private Optional<String> uid = Optional.empty();
  private boolean recreate;
  private boolean takeOver;
  private Optional<String> ifPlanMatch = Optional.empty();

  static Puts put() {
    return new Puts();
  }

  static Puts put(String spec) {
    Puts put = new Puts();
    put.spec = spec;
    return put;
  }

  Puts labels(Map<String, String> newLabels) {
    labels = newLabels;
    return this;
  }

  Puts managedBy(String manager) {
    managedBy = Optional.of(manager);
    return this;
  }

  Puts ifMatch(String etag) {
    ifMatch = Optional.of(etag);
    return this;
  }

  Puts ifNoneMatch() {
    ifNoneMatch = true;
    return this;
  }

  Puts uid(String named) {
    uid = Optional.of(named);
    return this;
  }

  Puts recreate() {
    recreate = true;
    return this;
  }

  Puts ifPlanMatch(String digest) {
    ifPlanMatch = Optional.of(digest);
    return this;
  }

  Puts takeOver() {
    takeOver = true;
    return this;
  }

  PutRequest build() {
    return new PutRequest(
        new AdmissionRequest(
            "payments", "Database", "orders", labels, Documents.parse("spec", spec).root()),
        new Origin("dev@local", "test", managedBy),
        FIRST_SEEN,
        ifMatch,
        ifNoneMatch,
        uid,
        recreate,
        takeOver,
        ifPlanMatch);
  }
}
