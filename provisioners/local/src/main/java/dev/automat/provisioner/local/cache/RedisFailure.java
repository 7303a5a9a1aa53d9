package dev.automat.provisioner.local.cache;

import dev.automat.spi.ErrorCode;
import dev.automat.spi.ErrorType;
import dev.automat.spi.ProvisionerException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Failures of the server, in the SPI's terms. The table is by the first words of what it says. */
@SuppressWarnings(
    "ImmutableEnumChecker") // A record of the SPI, and a list that is copied: neither changes.
enum RedisFailure {
  FULL_HOUSE(
      ErrorCode.THROTTLED,
      "nothing: it is tried again more slowly; close connections that nobody needs, or raise"
          + " maxclients",
      "ERR max number of clients"),
  WAKING_UP(
      ErrorCode.UNREACHABLE,
      "nothing: the server reads its data or runs a long script, and it is tried again",
      "LOADING",
      "BUSY",
      "MASTERDOWN",
      "TRYAGAIN"),
  NOT_LET_IN(
      ErrorCode.DENIED,
      "check username and password in provisioners.local.redis; the user needs the commands ACL,"
          + " CLIENT, CONFIG, INFO, SCAN, SELECT and UNLINK, and all keys",
      "WRONGPASS",
      "NOAUTH",
      "NOPERM"),
  NO_ROOM(
      ErrorCode.QUOTA_EXCEEDED,
      "give the server more memory or disk, or delete caches",
      "OOM",
      "MISCONF"),
  A_COPY(
      new ErrorCode("not-the-primary", ErrorType.USER),
      "name the primary in provisioners.local.redis.url",
      "READONLY",
      "MOVED"),
  REFUSED(ErrorCode.INTERNAL, "report this with the server's version", "");

  private final ErrorCode code;
  private final String nextStep;
  private final List<String> beginnings;

  RedisFailure(ErrorCode code, String nextStep, String... beginnings) {
    this.code = code;
    this.nextStep = nextStep;
    this.beginnings = List.of(beginnings);
  }

  /**
   * @param doing what was tried, such as {@code making cache orders-x}; it must hold no secret
   */
  static ProvisionerException of(String doing, RedisEndpoint server, IOException failure) {
    if (failure instanceof RedisRefusal refusal) {
      RedisFailure meaning =
          Arrays.stream(values())
              .filter(each -> each.beginnings.stream().anyMatch(refusal::says))
              .findFirst()
              .orElse(REFUSED);
      return new ProvisionerException(
          meaning.code,
          "%s on %s: %s".formatted(doing, server, refusal.words()),
          meaning.nextStep,
          failure);
    }
    return new ProvisionerException(
        ErrorCode.UNREACHABLE,
        "%s on %s: no answer (%s)".formatted(doing, server, failure.getMessage()),
        "check that the server runs and is reachable (provisioners.local.redis.url, if it is one"
            + " that you configured); it is tried again",
        failure);
  }
}
