package dev.automat.api.handler;

import dev.automat.api.exchange.Call;
import dev.automat.resource.Origin;
import java.util.Optional;
import java.util.regex.Pattern;

/** Who writes, and with what. */
final class Origins {

  private static final int LONGEST_CLIENT = 200;

  private static final Pattern UNPRINTABLE = Pattern.compile("[^ -~]");

  private Origins() {}

  /**
   * @param written what the document says of its manager; the header wins over it
   */
  static Origin of(Call call, Optional<String> written) {
    String client =
        UNPRINTABLE.matcher(call.header("user-agent").orElse("unknown")).replaceAll("?");
    return new Origin(
        call.caller().actor(),
        client.substring(0, Math.min(client.length(), LONGEST_CLIENT)),
        call.header("automat-managed-by").or(() -> written));
  }
}
