package dev.automat.provisioner.local.cache;

import java.io.IOException;

/** What the server says when it does not do what it was told; the message is its own. */
final class RedisRefusal extends IOException {

  private static final long serialVersionUID = 1L;

  RedisRefusal(String words) {
    super(words);
  }

  String words() {
    return String.valueOf(getMessage());
  }

  boolean says(String beginning) {
    return words().startsWith(beginning);
  }
}
