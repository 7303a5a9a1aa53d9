package dev.automat.plugin;

import dev.automat.spi.ProvisionerException;
import java.util.Optional;
import java.util.ServiceConfigurationError;

/**
 * A plugin that could not be loaded, opened or closed. The message is for people: of a foreign
 * exception it has the class only, because its text may hold a secret.
 */
public final class PluginFailure extends Exception {

  private static final long serialVersionUID = 1L;

  PluginFailure(String message) {
    super(message);
  }

  private PluginFailure(String message, Throwable shown) {
    super(message, shown);
  }

  /** The text, which is never absent. */
  public String reason() {
    return String.valueOf(getMessage());
  }

  /** Puts into words what the plugin's code threw. */
  static PluginFailure of(String operation, Throwable thrown) {
    return switch (thrown) {
      case PluginFailure known -> known;
      case ProvisionerException known ->
          new PluginFailure(known.getMessage() + ": " + known.nextStep());
      case ServiceConfigurationError e when e.getCause() != null -> of(operation, e.getCause());
      case ServiceConfigurationError e ->
          new PluginFailure(
              e.getMessage() + ": correct META-INF/services in its jar", withoutText(e));
      case ExceptionInInitializerError e ->
          new PluginFailure(
              operation + " failed in a static initializer" + causeOf(e) + ": tell its authors",
              withoutText(e));
      // The texts of these are names of classes and methods.
      case LinkageError e ->
          new PluginFailure(
              operation
                  + " failed with "
                  + e.getClass().getName()
                  + " ("
                  + e.getMessage()
                  + "): it was built against another version of the SPI, or a library is missing"
                  + " from its folder",
              withoutText(e));
      default ->
          new PluginFailure(
              operation + " failed with " + thrown.getClass().getName() + ": tell its authors",
              withoutText(thrown));
    };
  }

  private static String causeOf(Throwable failure) {
    return Optional.ofNullable(failure.getCause())
        .map(cause -> " with " + cause.getClass().getName())
        .orElse("");
  }

  private static Throwable withoutText(Throwable failure) {
    Throwable shown = new Throwable(failure.getClass().getName());
    shown.setStackTrace(failure.getStackTrace());
    return shown;
  }
}
