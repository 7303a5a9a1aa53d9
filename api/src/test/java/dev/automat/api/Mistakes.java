package dev.automat.api;

import java.util.stream.Stream;

/** What clients get wrong, and what each is told. */
final class Mistakes {

  private static final String ORDERS = "/v1/teams/payments/databases/orders";
  private static final String GOOD = "{\"spec\": {\"environment\": \"dev\"}}";

  private Mistakes() {}

  /**
   * A mistake.
   *
   * @param word what the answer must say
   */
  record Mistake(
      String what,
      String method,
      String path,
      String contentType,
      String body,
      int status,
      String code,
      String word) {

    @Override
    public String toString() {
      return what;
    }
  }

  private static Mistake json(String what, String body, int status, String code, String word) {
    return new Mistake(what, "PUT", ORDERS, "application/json", body, status, code, word);
  }

  private static Mistake post(String what, String body, String word) {
    String path = ORDERS + ":resume";
    return new Mistake(what, "POST", path, "application/json", body, 400, "malformed-body", word);
  }

  private static Mistake at(String what, String method, String path, int status, String code) {
    String body = method.equals("PUT") ? GOOD : "";
    return new Mistake(what, method, path, "application/json", body, status, code, "");
  }

  /** All of them. */
  static Stream<Mistake> all() {
    return Stream.of(
            malformed(), wrongDocuments(), wrongPaths(), wrongParameters(), wrongContentTypes())
        .flatMap(stream -> stream);
  }

  private static Stream<Mistake> malformed() {
    return Stream.of(
        json("nothing", "", 400, "empty-body", "no body"),
        post("a body where none is taken", "{\"junk\": 1}", "takes no body"),
        post("half a body where none is taken", "{\"junk", "takes no body"),
        json("not JSON", "{\"spec\": {", 400, "malformed-body", "line 1"),
        json("YAML as JSON", "{spec: {}}", 400, "malformed-body", "line 1"),
        json("an open end", "{\"spec\": {", 400, "malformed-body", "marker for Object (line 1"),
        json("a place", "{\n \"spec\":\n  x}", 400, "malformed-body", "line 3, column 3"),
        json("two values", "{} {}", 400, "malformed-body", ""),
        json("a text", "\"spec\"", 422, "refused", ""),
        json("a list", "[]", 422, "refused", "\"the document must be a map, not a list\""),
        json("null", "null", 422, "refused", ""),
        json(
            "twice the same key",
            "{\"spec\":{\"size\":\"a\",\"size\":\"b\"}}",
            400,
            "malformed-body",
            "uplicate"),
        json(
            "deep",
            "{\"spec\":" + "[".repeat(100) + "]".repeat(100) + "}",
            400,
            "malformed-body",
            "64"),
        json("very deep", "[".repeat(500_000), 400, "malformed-body", "64"),
        json(
            "half a character",
            "{\"spec\":{\"purpose\":\"\\ud800\"}}",
            400,
            "malformed-body",
            "surrogate"),
        json(
            "no character",
            "{\"spec\":{\"purpose\":\"a\\u0000b\"}}",
            400,
            "malformed-body",
            "U+0000"),
        json(
            "infinite",
            "{\"spec\":{\"inputs\":{\"storageGiB\":1e999}}}",
            400,
            "malformed-body",
            "/spec/inputs/storageGiB"),
        json(
            "beyond 64 bits",
            "{\"spec\":{\"inputs\":{\"storageGiB\":99999999999999999999}}}",
            400,
            "malformed-body",
            "the number at '/spec/inputs/storageGiB' is too large"),
        json(
            "10 MB",
            "{\"spec\":\"" + "x".repeat(10_000_000) + "\"}",
            413,
            "body-too-large",
            "1048576"),
        new Mistake(
            "broken YAML",
            "PUT",
            ORDERS,
            "application/yaml",
            "spec: [",
            400,
            "malformed-body",
            "body:1"),
        new Mistake(
            "anchors",
            "PUT",
            ORDERS,
            "text/yaml",
            "a: &a {b: 1}\nc: *a",
            400,
            "malformed-body",
            "anchors"),
        new Mistake(
            "deep YAML",
            "PUT",
            ORDERS,
            "application/yaml",
            "[".repeat(200_000),
            400,
            "malformed-body",
            ""),
        new Mistake(
            "two documents",
            "PUT",
            ORDERS,
            "application/yaml",
            "a: 1\n---\nb: 2",
            400,
            "malformed-body",
            "only one"));
  }

  private static Stream<Mistake> wrongDocuments() {
    return Stream.of(
        json("no spec", "{}", 422, "refused", "/spec"),
        json(
            "an unknown field",
            "{\"spce\": {}, \"spec\": {\"environment\": \"dev\"}}",
            422,
            "refused",
            "spce"),
        json(
            "an unknown field of the spec",
            "{\"spec\": {\"enviroment\": \"dev\"}}",
            422,
            "refused",
            "/spec/enviroment"),
        json(
            "a wrong type",
            "{\"spec\": {\"environment\": 7}}",
            422,
            "refused",
            "/spec/environment"),
        json("a spec that is a list", "{\"spec\": []}", 422, "refused", "/spec"),
        json(
            "labels that are a list",
            "{\"metadata\": {\"labels\": []}, \"spec\": {\"environment\": \"dev\"}}",
            422,
            "refused",
            "/metadata/labels"),
        json(
            "a label too long",
            "{\"metadata\": {\"labels\": {\"a\": \""
                + "x".repeat(64)
                + "\"}}, \"spec\": {\"environment\": \"dev\"}}",
            422,
            "refused",
            "/metadata/labels/a"),
        json(
            "another API version",
            "{\"apiVersion\": \"v1\", \"spec\": {\"environment\": \"dev\"}}",
            422,
            "refused",
            "automat.dev/v1"),
        json(
            "another team than the path",
            "{\"metadata\": {\"team\": \"fraud\"}, \"spec\": {\"environment\": \"dev\"}}",
            422,
            "refused",
            "path-agrees"),
        json(
            "another kind than the path",
            "{\"kind\": \"Queue\", \"spec\": {\"environment\": \"dev\"}}",
            422,
            "refused",
            "path-agrees"),
        json(
            "an unknown module",
            "{\"spec\": {\"module\": \"tooy\", \"environment\": \"dev\"}}",
            422,
            "refused",
            "\"toy\""),
        json(
            "an unknown environment",
            "{\"spec\": {\"environment\": \"dve\"}}",
            422,
            "refused",
            "\"dev\""),
        json(
            "an unknown size",
            "{\"spec\": {\"environment\": \"dev\", \"size\": \"smal\"}}",
            422,
            "refused",
            "\"small\""),
        json(
            "too long a life",
            "{\"spec\": {\"environment\": \"dev\", \"lifetime\": \"60d\"}}",
            422,
            "refused",
            "max-lifetime"),
        json(
            "an input out of bounds",
            "{\"spec\": {\"environment\": \"dev\", \"inputs\": {\"storageGiB\": 0}}}",
            422,
            "refused",
            "/spec/inputs/storageGiB"),
        json(
            "everything at once",
            "{\"x\": 1, \"metadata\": {\"labels\": 1}, \"spec\": {\"environment\": \"dve\","
                + " \"size\": 1}}",
            422,
            "refused",
            "/spec/environment"));
  }

  private static Stream<Mistake> wrongPaths() {
    String teams = "/v1/teams/";
    return Stream.of(
        at("a name in capitals", "PUT", teams + "payments/databases/ORDERS", 422, "refused"),
        at(
            "a name too long",
            "PUT",
            teams + "payments/databases/" + "x".repeat(41),
            422,
            "refused"),
        at("a name with U+0000", "PUT", teams + "payments/databases/a%00b", 422, "refused"),
        at("a name with a slash", "PUT", teams + "payments/databases/a%2Fb", 422, "refused"),
        at("a name in Greek", "PUT", teams + "payments/databases/%CE%B1", 422, "refused"),
        at("a team with SQL in it", "PUT", teams + "x'%3B--/databases/orders", 422, "refused"),
        at(
            "a name that is none, to GET",
            "GET",
            teams + "payments/databases/A%00",
            404,
            "not-found"),
        at(
            "a name that is none, to DELETE",
            "DELETE",
            teams + "payments/databases/A%00",
            404,
            "not-found"),
        at(
            "a name that is none, to POST",
            "POST",
            teams + "payments/databases/A%00:reconcile",
            404,
            "not-found"),
        new Mistake(
            "a verb that is none",
            "POST",
            ORDERS + ":recncile",
            "application/json",
            "",
            404,
            "no-such-path",
            "did you mean reconcile?"),
        at("an unknown kind", "PUT", teams + "payments/database/orders", 404, "unknown-kind"),
        at(
            "an unknown kind in the catalogue",
            "GET",
            "/v1/catalog/kinds/databse",
            404,
            "unknown-kind"),
        at("what never was", "GET", teams + "payments/databases/orders", 404, "not-found"),
        at("its events", "GET", teams + "payments/databases/orders/events", 404, "not-found"),
        at(
            "its connection",
            "GET",
            teams + "payments/databases/orders/connection",
            404,
            "not-found"),
        at(
            "deleting what never was",
            "DELETE",
            teams + "payments/databases/orders",
            404,
            "not-found"),
        at("a uid that is none", "GET", "/v1/resources/%00", 404, "not-found"),
        at("a path that is none", "GET", "/v1/resource", 404, "no-such-path"),
        at("the root", "GET", "/", 404, "no-such-path"),
        at("a path upwards", "GET", "/v1/../../etc/passwd", 404, "no-such-path"),
        at("a method that is none here", "DELETE", "/v1/resources", 405, "method-not-allowed"),
        at("PATCH", "PATCH", ORDERS, 405, "method-not-allowed"));
  }

  private static Stream<Mistake> wrongParameters() {
    return Stream.of(
        at("an unknown parameter", "PUT", ORDERS + "?validateonly=true", 400, "unknown-parameter"),
        at("no boolean", "PUT", ORDERS + "?validateOnly=yes", 400, "invalid-parameter"),
        at(
            "twice",
            "PUT",
            ORDERS + "?validateOnly=true&validateOnly=false",
            400,
            "invalid-parameter"),
        at("no number", "GET", "/v1/resources?limit=all", 400, "invalid-parameter"),
        at("too many", "GET", "/v1/resources?limit=501", 400, "invalid-parameter"),
        at("none", "GET", "/v1/resources?limit=0", 400, "invalid-parameter"),
        at("an unknown phase", "GET", "/v1/resources?phase=Redy", 400, "invalid-parameter"),
        at("an unknown kind", "GET", "/v1/resources?kind=Databse", 400, "invalid-parameter"),
        at("a cursor of one's own", "GET", "/v1/resources?cursor=abc", 400, "invalid-parameter"),
        at("a parameter where there is none", "GET", "/healthz?x=1", 400, "unknown-parameter"));
  }

  private static Stream<Mistake> wrongContentTypes() {
    return Stream.of(
            "text/plain",
            "application/xml",
            "multipart/form-data; boundary=x",
            "image/png",
            "/",
            ";;")
        .map(
            type ->
                new Mistake(
                    type, "PUT", ORDERS, type, GOOD, 415, "unsupported-media-type", "json"));
  }
}
