package dev.automat.testkit.aws;

import dev.automat.testkit.wire.Header;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One call as a client made it.
 *
 * @param service as in the credential scope, e.g. {@code rds}; {@code unknown} if nothing says it
 * @param action e.g. {@code CreateDBInstance}; {@code unknown} if nothing says it
 * @param account twelve digits
 * @param region e.g. {@code eu-central-1}
 * @param accessKey who calls
 * @param protocol how the call is written
 * @param method the HTTP method
 * @param path the path with its query
 * @param headers as they came
 * @param body as it came
 * @param parameters of a form all, of JSON what stands at the top and is no object or list
 */
public record AwsCall(
    String service,
    String action,
    String account,
    String region,
    String accessKey,
    Protocol protocol,
    String method,
    String path,
    List<Header> headers,
    String body,
    Map<String, String> parameters) {

  /** Says whose account an access key opens. */
  interface Accounts {
    String of(String accessKey);
  }

  private static final String UNKNOWN = "unknown";
  private static final Pattern SCOPE =
      Pattern.compile("Credential=([^/]+)/[^/]+/([^/]+)/([^/]+)/aws4_request");

  static AwsCall read(
      String method, String path, List<Header> headers, String body, Accounts accounts) {
    Matcher scope = SCOPE.matcher(header(headers, "Authorization").orElse(""));
    boolean signed = scope.find();
    String accessKey = signed ? scope.group(1) : "";
    String region = signed ? scope.group(2) : "us-east-1";
    String service = signed ? scope.group(3) : UNKNOWN;
    Optional<String> target = header(headers, "X-Amz-Target");
    Protocol protocol =
        target.isEmpty()
            ? Protocol.QUERY
            : header(headers, "Content-Type").orElse("").endsWith("1.0")
                ? Protocol.JSON_1_0
                : Protocol.JSON_1_1;
    Map<String, String> parameters = protocol.isJson() ? Json.scalars(body) : form(body);
    String action =
        target
            .map(name -> name.substring(name.lastIndexOf('.') + 1))
            .orElseGet(() -> parameters.getOrDefault("Action", UNKNOWN));
    return new AwsCall(
        service,
        action,
        accounts.of(accessKey),
        region,
        accessKey,
        protocol,
        method,
        path,
        headers,
        body,
        parameters);
  }

  boolean is(String wantedService, String wantedAction) {
    return service.equals(wantedService) && action.equals(wantedAction);
  }

  /** What was given for the parameter, or nothing. */
  public Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  boolean asksFor(String name) {
    return "true".equalsIgnoreCase(parameters.get(name));
  }

  Optional<String> header(String name) {
    return header(headers, name);
  }

  /** The same form, with other parameters. */
  AwsCall withForm(Map<String, String> changed) {
    StringJoiner form = new StringJoiner("&");
    changed.forEach((name, value) -> form.add(encode(name) + "=" + encode(value)));
    return with(service, action, protocol, headers, form.toString(), changed);
  }

  /** The same call, with another body in JSON. */
  AwsCall withBody(String json) {
    return with(service, action, protocol, headers, json, Json.scalars(json));
  }

  /** A form that the same caller could send to the same service. */
  AwsCall alsoAsk(String otherAction, Map<String, String> otherParameters) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("Action", otherAction);
    parameter("Version").ifPresent(version -> form.put("Version", version));
    form.putAll(otherParameters);
    return with(service, otherAction, protocol, headers, "", form).withForm(form);
  }

  /** A call in JSON 1.1 that the same caller could make to another service. */
  AwsCall alsoAskJson(String otherService, String target, String json) {
    List<Header> changed = new ArrayList<>();
    for (Header header : headers) {
      if (header.is("Authorization")) {
        String scope = "/" + service + "/aws4_request";
        changed.add(
            new Header(
                header.name(),
                header.value().replace(scope, "/" + otherService + "/aws4_request")));
      } else if (!header.is("Content-Type") && !header.is("X-Amz-Target")) {
        changed.add(header);
      }
    }
    changed.add(new Header("Content-Type", Protocol.JSON_1_1.contentType()));
    changed.add(new Header("X-Amz-Target", target));
    String otherAction = target.substring(target.lastIndexOf('.') + 1);
    return with(otherService, otherAction, Protocol.JSON_1_1, changed, json, Json.scalars(json));
  }

  private AwsCall with(
      String otherService,
      String otherAction,
      Protocol otherProtocol,
      List<Header> otherHeaders,
      String otherBody,
      Map<String, String> otherParameters) {
    return new AwsCall(
        otherService,
        otherAction,
        account,
        region,
        accessKey,
        otherProtocol,
        method,
        path,
        otherHeaders,
        otherBody,
        otherParameters);
  }

  private static Optional<String> header(List<Header> headers, String name) {
    return headers.stream().filter(header -> header.is(name)).map(Header::value).findFirst();
  }

  private static Map<String, String> form(String body) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String pair : body.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        parameters.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
      }
    }
    return parameters;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
