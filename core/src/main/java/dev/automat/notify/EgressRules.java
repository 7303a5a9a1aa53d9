package dev.automat.notify;

import dev.automat.notify.NotifySettings.Egress;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What webhooks may call, so that nobody reaches through this server what only this server can
 * reach. A name is looked up once for each connection, and the connection is made to what was
 * looked at.
 */
public final class EgressRules {

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1");

  /** How names become addresses. */
  interface Resolver {
    InetAddress[] addresses(String host) throws UnknownHostException;
  }

  /** What is not called. The message is our own. */
  static final class RefusedException extends UnknownHostException {

    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }

  private final Egress egress;
  private final Resolver resolver;

  EgressRules(Egress egress, Resolver resolver) {
    this.egress = egress;
    this.resolver = resolver;
  }

  /** By the resolver of this machine. */
  public static EgressRules of(Egress egress) {
    return new EgressRules(egress, InetAddress::getAllByName);
  }

  /** Why a URL may not be called, as far as it shows by itself; with what to do. */
  public Optional<String> refusal(URI url) {
    if (url.getHost() == null || url.getRawUserInfo() != null || url.getRawFragment() != null) {
      return Optional.of("is no https URL without user and fragment");
    }
    String host = bare(url.getHost());
    boolean local = egress.allowLoopback() && LOOPBACK.contains(host);
    if (!"https".equals(url.getScheme()) && !("http".equals(url.getScheme()) && local)) {
      return Optional.of(
          "is not https (http is for this machine alone, with notify.egress.allowLoopback)");
    }
    int port = url.getPort() < 0 ? ("http".equals(url.getScheme()) ? 80 : 443) : url.getPort();
    if (!local && !egress.ports().contains(port)) {
      return Optional.of("its port " + port + " is not among notify.egress.ports");
    }
    return isNamed(host)
        ? Optional.empty()
        : Optional.of("its host " + host + " is not among notify.egress.allowedHosts");
  }

  private boolean isNamed(String host) {
    return egress.allowedHosts().isEmpty()
        || egress.allowedHosts().stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .anyMatch(
                name ->
                    name.startsWith("*.") ? host.endsWith(name.substring(1)) : name.equals(host));
  }

  private static String bare(String host) {
    return host.replaceAll("[\\[\\]]", "").toLowerCase(Locale.ROOT);
  }

  /**
   * The addresses to connect to. One that is not public spoils all: who can add it to a name means
   * no good, or has not thought of it.
   */
  InetAddress[] resolve(String host) throws UnknownHostException {
    InetAddress[] addresses = resolver.addresses(bare(host));
    boolean allowed =
        Arrays.stream(addresses)
            .allMatch(
                address ->
                    AddressRanges.isPublic(address)
                        || (egress.allowLoopback() && address.isLoopbackAddress()));
    if (addresses.length == 0 || !allowed) {
      throw new RefusedException("its name stands for an address that is not public");
    }
    return addresses;
  }
}
