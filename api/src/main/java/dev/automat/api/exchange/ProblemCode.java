package dev.automat.api.exchange;

import java.util.Locale;

/** Every way in which a request can fail. The codes are stable: programs compare them. */
public enum ProblemCode {
  MALFORMED_REQUEST(400, "The request is not HTTP"),
  MALFORMED_BODY(400, "The body can not be read"),
  EMPTY_BODY(400, "The body is missing"),
  UNKNOWN_PARAMETER(400, "There is no such parameter"),
  INVALID_PARAMETER(400, "A parameter is not valid"),
  INVALID_HEADER(400, "A header is not valid"),
  UNAUTHENTICATED(401, "Nobody knows who you are"),
  FORBIDDEN(403, "You may not do this"),
  CROSS_SITE(403, "A page of another origin caused this request"),
  NO_SUCH_PATH(404, "There is no such path"),
  NOT_FOUND(404, "It does not exist"),
  UNKNOWN_KIND(404, "There is no such kind"),
  UNKNOWN_MODULE(404, "There is no such module version"),
  UNKNOWN_BUNDLE(404, "There is no such bundle"),
  NOT_HELD(404, "The account is not held"),
  METHOD_NOT_ALLOWED(405, "The path does not have this method"),
  OTHER_UID(409, "The document is of another resource"),
  MANAGED_ELSEWHERE(409, "Another manager keeps it"),
  DELETING(409, "It is being deleted"),
  EXPIRED(409, "It expired"),
  PROTECTED(409, "It is protected from deletion"),
  CONTENDED(409, "Others change it at the same time"),
  NOT_RECREATABLE(409, "It can not be made anew"),
  ENDLESS(409, "It has no end"),
  QUARANTINED(409, "It is in quarantine"),
  NOT_QUARANTINED(409, "It is in no quarantine"),
  RELEASED_BEFORE(409, "Its one release is used up"),
  PAUSED(409, "It is paused"),
  NOT_UNDELETABLE(409, "It can not be brought back"),
  NOT_BINDABLE(409, "Applications can not be bound to it"),
  ROTATING(409, "It is rotated just now"),
  NOT_ROTATABLE(409, "There is no secret to rotate"),
  NOT_CONNECTABLE(409, "There is nothing to connect to"),
  KEY_IN_USE(409, "The key is in use"),
  CATALOG_MOVED(409, "Another catalogue is active meanwhile"),
  CATALOG_FIXED(409, "The catalogue is a directory's"),
  NOTHING_BEFORE(409, "There is nothing to go back to"),
  LEFT_OUT(422, "Something in the catalogue is wrong"),
  REPUBLISHED(422, "A published version is another"),
  KEY_MISSING(409, "Not everybody has the key"),
  TEAM_OWNS(409, "The team still owns something"),
  TEAM_GONE(409, "The id was another team's"),
  NAME_TAKEN(409, "The team has one of that name"),
  MEMBER_OF_STACK(409, "It lives and goes with its stack"),
  ALREADY_OFFERED(409, "It is offered to another team"),
  NOT_DEAD(409, "No sink was given up"),
  WAIVER_DECIDED(409, "The waiver is decided already"),
  GONE(410, "It was deleted"),
  STALE(412, "It has changed meanwhile"),
  EXISTS(412, "It exists already"),
  PLAN_MISMATCH(412, "The plan is not the one that was reviewed"),
  BODY_TOO_LARGE(413, "The body is too large"),
  URI_TOO_LONG(414, "The URI is too long"),
  UNSUPPORTED_MEDIA_TYPE(415, "The content type is not supported"),
  WRONG_HOST(421, "This server does not answer for that host"),
  REFUSED(422, "The request is refused"),
  WOULD_REPLACE(422, "The change would replace what holds data"),
  RATE_LIMITED(429, "Too many requests"),
  HEADERS_TOO_LARGE(431, "The headers are too large"),
  INTERNAL(500, "Automat made a mistake"),
  BUSY(503, "Too much is waiting"),
  STORE_UNAVAILABLE(503, "The store can not be reached"),
  ISSUER_UNAVAILABLE(503, "The token can not be checked now"),
  TIMEOUT(503, "It took too long"),
  STOPPING(503, "The server is stopping");

  private final int status;
  private final String title;

  ProblemCode(int status, String title) {
    this.status = status;
    this.title = title;
  }

  public int status() {
    return status;
  }

  /** The same for every problem of this code. */
  public String title() {
    return title;
  }

  /** As sent, such as {@code would-replace}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
