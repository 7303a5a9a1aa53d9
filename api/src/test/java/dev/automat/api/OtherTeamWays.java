package dev.automat.api;

import java.util.stream.Stream;

/**
 * One line for each way to a team's things, for tests in which another team tries them all: team
 * {@code search} reaches for the database {@code orders} of team {@code payments}.
 */
public final class OtherTeamWays {

  /** What they try to reach. */
  public static final String ORDERS = "/v1/teams/payments/databases/orders";

  /** What makes it. */
  public static final String SMALL = "{\"spec\": {\"environment\": \"dev\"}}";

  private static final String PR = "/v1/teams/payments/stacks/pr-42";
  private static final String STACK =
      "{\"spec\": {\"environment\": \"dev\", \"resources\": {\"jobs\": {\"kind\": \"Queue\"}}}}";

  private OtherTeamWays() {}

  /** What comes of each is always the same: 404, and a line in the log. */
  public static Stream<Attempt> attempts() {
    return Stream.of(
        new Attempt("read", "GET", ORDERS, ""),
        new Attempt("read what is not there", "GET", ORDERS + "s", ""),
        new Attempt("read the connection", "GET", ORDERS + "/connection", ""),
        new Attempt("read the timeline", "GET", ORDERS + "/events", ""),
        new Attempt("overwrite", "PUT", ORDERS, SMALL),
        new Attempt("ask what would happen", "PUT", ORDERS + "?validateOnly=true", SMALL),
        new Attempt("take over", "PUT", ORDERS + "?takeOver=true", SMALL),
        new Attempt("delete", "DELETE", ORDERS, ""),
        new Attempt("reconcile", "POST", ORDERS + ":reconcile", ""),
        new Attempt(
            "extend",
            "POST",
            ORDERS + ":extend",
            "{\"expiresAt\": \"2099-01-01T00:00:00Z\", \"reason\": \"theirs\"}"),
        new Attempt("recreate", "POST", ORDERS + ":recreate", "{\"acceptDataLoss\": true}"),
        new Attempt("upgrade", "POST", ORDERS + ":upgrade", "{}"),
        new Attempt("have it planned anew", "POST", ORDERS + ":replan", ""),
        new Attempt("release", "POST", ORDERS + ":release", "{\"reason\": \"theirs\"}"),
        new Attempt(
            "pause", "POST", ORDERS + ":pause", "{\"for\": \"1d\", \"reason\": \"theirs\"}"),
        new Attempt("resume", "POST", ORDERS + ":resume", ""),
        new Attempt("undelete", "POST", ORDERS + ":undelete", ""),
        new Attempt("list its stacks", "GET", "/v1/teams/payments/stacks", ""),
        new Attempt("read a stack", "GET", PR, ""),
        new Attempt("make a stack", "PUT", PR, STACK),
        new Attempt("delete a stack", "DELETE", PR, ""),
        new Attempt(
            "extend a stack",
            "POST",
            PR + ":extend",
            "{\"expiresAt\": \"2099-01-01T00:00:00Z\", \"reason\": \"theirs\"}"),
        new Attempt("release a stack", "POST", PR + ":release", "{\"reason\": \"theirs\"}"),
        new Attempt(
            "pause a stack", "POST", PR + ":pause", "{\"for\": \"1d\", \"reason\": \"theirs\"}"),
        new Attempt("resume a stack", "POST", PR + ":resume", ""),
        new Attempt("undelete a stack", "POST", PR + ":undelete", ""),
        new Attempt("read the timeline of a stack", "GET", PR + "/events", ""),
        new Attempt("read the connections of a stack", "GET", PR + "/connection", ""),
        new Attempt("list its bindings", "GET", ORDERS + "/bindings", ""),
        new Attempt("bind an application", "PUT", ORDERS + "/bindings/spy", "{}"),
        new Attempt("read a binding", "GET", ORDERS + "/bindings/shop", ""),
        new Attempt("read a secret", "GET", ORDERS + "/bindings/shop/connection", ""),
        new Attempt("rotate a secret", "POST", ORDERS + "/bindings/shop:rotate", ""),
        new Attempt("unbind an application", "DELETE", ORDERS + "/bindings/shop", ""),
        new Attempt("give it to itself", "POST", ORDERS + ":transfer", "{\"to\": \"search\"}"),
        new Attempt("list what it is offered", "GET", "/v1/teams/payments/transfers", ""),
        new Attempt("accept for it", "POST", "/v1/teams/payments/transfers/x:accept", ""),
        new Attempt("read what it is told", "GET", "/v1/teams/payments/notices", ""),
        new Attempt("list its waivers", "GET", "/v1/teams/payments/waivers", ""),
        new Attempt("read a waiver", "GET", "/v1/teams/payments/waivers/load", ""),
        new Attempt("ask for a waiver", "PUT", "/v1/teams/payments/waivers/load", "{}"),
        new Attempt("withdraw a waiver", "DELETE", "/v1/teams/payments/waivers/load", ""),
        new Attempt("grant a waiver", "POST", "/v1/teams/payments/waivers/load:grant", ""),
        new Attempt("reject a waiver", "POST", "/v1/teams/payments/waivers/load:reject", ""),
        new Attempt("revoke a waiver", "POST", "/v1/teams/payments/waivers/load:revoke", ""),
        new Attempt("read the team", "GET", "/v1/teams/payments", ""),
        new Attempt(
            "join the team",
            "PUT",
            "/v1/teams/payments",
            "{\"spec\": {\"members\": [{\"subject\": \"token:search/test\", \"role\":"
                + " \"team-admin\"}]}}"),
        new Attempt("end the team", "DELETE", "/v1/teams/payments", ""),
        new Attempt("make a token", "POST", "/v1/teams/payments/tokens", "{}"),
        new Attempt("list tokens", "GET", "/v1/teams/payments/tokens", ""),
        new Attempt("revoke a token", "DELETE", "/v1/teams/payments/tokens/x", ""));
  }

  /** One way in, as who calls would go it. */
  public record Attempt(String what, String method, String path, String body) {
    @Override
    public String toString() {
      return what;
    }
  }
}
