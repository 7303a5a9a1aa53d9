package dev.automat.provisioner.gcp.cloudsql;

import com.google.api.services.sqladmin.model.MaintenanceWindow;
import java.util.List;
import java.util.Optional;

/** A maintenance window, between {@code sun:03} and Google's form: Monday is day 1. */
final class Window {

  private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

  private Window() {}

  static MaintenanceWindow of(String text) {
    return new MaintenanceWindow()
        .setDay(DAYS.indexOf(text.substring(0, 3)) + 1)
        .setHour(Integer.parseInt(text.substring(4)));
  }

  /** Empty if any time is one. */
  static Optional<Object> text(MaintenanceWindow window) {
    return window.getDay() == null || window.getHour() == null || window.getDay() == 0
        ? Optional.empty()
        : Optional.of("%s:%02d".formatted(DAYS.get(window.getDay() - 1), window.getHour()));
  }
}
