package dev.automat.notify;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.io.Closer;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Posts to what the rules allow. TLS is checked against the name, the connection is made to the
 * address that the rules have looked at, no redirection is followed, and of an answer no more is
 * read than its head.
 */
final class HttpSender implements AutoCloseable {

  private static final Timeout PATIENCE = Timeout.ofSeconds(10);

  /** However long a receiver wants to be left alone. */
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  private static final int GONE = 410;
  private static final int TOO_MANY_REQUESTS = 429;

  private final EgressRules rules;
  private final CloseableHttpClient http;

  HttpSender(EgressRules rules, SSLContext tls) {
    this.rules = rules;
    this.http =
        HttpClients.custom()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setDnsResolver(new Looked(rules))
                    .setTlsSocketStrategy(new DefaultClientTlsStrategy(tls))
                    .setDefaultConnectionConfig(
                        ConnectionConfig.custom()
                            .setConnectTimeout(PATIENCE)
                            .setSocketTimeout(PATIENCE)
                            .build())
                    .setMaxConnPerRoute(64)
                    .setMaxConnTotal(256)
                    .build())
            .setDefaultRequestConfig(
                RequestConfig.custom()
                    .setResponseTimeout(PATIENCE)
                    .setConnectionRequestTimeout(PATIENCE)
                    .build())
            // Each connection is looked up anew.
            .setConnectionReuseStrategy((_, _, _) -> false)
            .setUserAgent("automat")
            .disableRedirectHandling()
            .disableAutomaticRetries()
            .disableCookieManagement()
            .disableContentCompression()
            .disableAuthCaching()
            .build();
  }

  /** The one look at a name. */
  private record Looked(EgressRules rules) implements DnsResolver {
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
      return rules.resolve(host);
    }

    @Override
    public String resolveCanonicalHostname(String host) {
      return host;
    }
  }

  /** Posts. */
  Answer post(URI url, String contentType, byte[] body, Map<String, String> headers) {
    Optional<String> refusal = rules.refusal(url);
    if (refusal.isPresent()) {
      return Answer.Failed.now("its URL " + refusal.get());
    }
    HttpPost request = new HttpPost(url);
    request.setEntity(new ByteArrayEntity(body, ContentType.parse(contentType)));
    headers.forEach(request::setHeader);
    try {
      ClassicHttpResponse response = http.executeOpen(null, request, null);
      Answer answer = answer(response.getCode(), response.getFirstHeader("Retry-After"));
      // What it says beside is not waited for.
      request.abort();
      Closer.closeQuietly(response);
      return answer;
    } catch (EgressRules.RefusedException e) {
      return Answer.Failed.now(String.valueOf(e.getMessage()));
    } catch (UnknownHostException e) {
      return Answer.Failed.down("its name is not known");
    } catch (SocketTimeoutException e) {
      return Answer.Failed.down("it did not answer within " + PATIENCE.toSeconds() + " s");
    } catch (SSLException e) {
      return Answer.Failed.down("its certificate is not trusted, or not made out to its name");
    } catch (IOException e) {
      return Answer.Failed.down("it can not be reached");
    }
  }

  private static Answer answer(int status, @Nullable Header retryAfter) {
    if (status >= 200 && status < 300) {
      return new Answer.Accepted();
    }
    if (status == GONE) {
      return Answer.Failed.forGood("it answered 410: it wants no more");
    }
    boolean down = status >= 500 || status == TOO_MANY_REQUESTS;
    String redirected = status >= 300 && status < 400 ? ": redirections are not followed" : "";
    return new Answer.Failed("it answered " + status + redirected, false, down, pause(retryAfter));
  }

  /** In seconds; one that is a date is passed over, and the usual pause is made. */
  private static Optional<Duration> pause(@Nullable Header retryAfter) {
    String text = retryAfter == null ? "" : String.valueOf(retryAfter.getValue()).strip();
    if (!text.matches("[0-9]{1,9}")) {
      return Optional.empty();
    }
    Duration asked = Duration.ofSeconds(Long.parseLong(text));
    return Optional.of(asked.compareTo(LONGEST_PAUSE) < 0 ? asked : LONGEST_PAUSE);
  }

  @Override
  public void close() {
    http.close(CloseMode.IMMEDIATE);
  }
}
