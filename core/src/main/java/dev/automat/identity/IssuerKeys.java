package dev.automat.identity;

import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;
import dev.automat.resource.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Gets the keys of an issuer: its discovery document, and what that names, each time anew, because
 * an issuer may move its keys. When, and how often, is the cache's to say.
 */
final class IssuerKeys implements ResourceRetriever {

  private static final Logger LOG = LoggerFactory.getLogger(IssuerKeys.class);

  private final IssuerSettings issuer;
  private final Fetch fetch;
  private volatile boolean seen;
  private volatile String trouble = "";

  IssuerKeys(IssuerSettings issuer, Fetch fetch) {
    this.issuer = issuer;
    this.fetch = fetch;
  }

  /** Where its discovery document is (OpenID Connect Discovery 1.0, section 4). */
  static URI discovery(URI issuer) {
    return URI.create(
        issuer.toString().replaceFirst("/$", "") + "/.well-known/openid-configuration");
  }

  /** Whether there were keys at any time since the start. */
  boolean seen() {
    return seen;
  }

  /** Why the last attempt failed. */
  String trouble() {
    return trouble;
  }

  @Override
  public Resource retrieveResource(URL discovery) throws IOException {
    try {
      Resource keys = new Resource(keys(), "application/jwk-set+json");
      if (!seen || !trouble.isEmpty()) {
        LOG.info("the keys of the issuer {} ({}) were read", issuer.name(), issuer.url());
      }
      seen = true;
      trouble = "";
      return keys;
    } catch (IOException e) {
      trouble = String.valueOf(e.getMessage());
      LOG.warn(
          "the keys of the issuer {} ({}) can not be had; its tokens are {}: {}",
          issuer.name(),
          issuer.url(),
          seen ? "checked with those that were read before" : "answered with 503",
          trouble);
      throw e;
    }
  }

  private String keys() throws IOException {
    return issuer.keysFile().isPresent()
        ? Files.readString(issuer.keysFile().get())
        : fetch.get(keysUri());
  }

  private URI keysUri() throws IOException {
    URI place = discovery(issuer.url());
    try {
      JsonNode document = Json.read(fetch.get(place), JsonNode.class);
      String named = document.path("issuer").asString("");
      if (!named.equals(issuer.url().toString())) {
        throw new IOException(
            place
                + " is of the issuer '"
                + named
                + "': write auth.issuers."
                + issuer.name()
                + ".url exactly as it does");
      }
      URI keys = URI.create(document.path("jwks_uri").asString(""));
      // An issuer elsewhere must not have us ask around on this machine.
      if (!Fetch.isAllowed(keys) || (Fetch.isLoopback(keys) && !Fetch.isLoopback(issuer.url()))) {
        throw new IOException(place + " names a jwks_uri that is not https: " + keys);
      }
      return keys;
    } catch (JacksonException | IllegalArgumentException e) {
      throw new IOException(place + " is no discovery document: " + e.getMessage(), e);
    }
  }
}
