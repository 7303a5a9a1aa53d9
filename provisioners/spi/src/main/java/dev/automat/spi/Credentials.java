package dev.automat.spi;

/** What an application signs in with. Its text form never shows the password. */
public record Credentials(String username, String password) {

  @Override
  public String toString() {
    return "Credentials[username=" + username + ", password=(hidden)]";
  }
}
