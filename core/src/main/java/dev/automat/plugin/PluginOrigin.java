package dev.automat.plugin;

/** Why a plugin's code is trusted. */
public enum PluginOrigin {
  /** It is a library of the program itself. */
  CLASS_PATH("class-path"),
  /** The build made it, and wrote its digest down beside it. */
  BUILT("built"),
  /** It came from elsewhere, and the configuration names its digest. */
  PINNED("pinned");

  private final String text;

  PluginOrigin(String text) {
    this.text = text;
  }

  /** As the API writes it. */
  public String text() {
    return text;
  }
}
