package dev.automat.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class OidcProverIT {

  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  private final FakeIssuer issuer = new FakeIssuer();
  private OidcProver prover;

  @BeforeEach
  void open() {
    prover = new OidcProver(List.of(issuer.settings()), Duration.ofSeconds(30), () -> NOW);
  }

  @AfterEach
  void close() {
    prover.close();
    issuer.close();
  }

  private TokenRefusedException refused(String token) {
    return assertThrows(TokenRefusedException.class, () -> prover.prove(token));
  }

  private String refusedBecause(String token) {
    TokenRefusedException refused = refused(token);
    assertFalse(refused.isUndecided(), refused::getMessage);
    return String.valueOf(refused.getMessage());
  }

  private JWTClaimsSet.Builder claims() {
    return issuer.claims(NOW);
  }

  @Test
  void takesATokenOfItsIssuerForWhoItNames() {
    Caller caller = prover.prove(issuer.sign(claims().build())).caller();

    assertEquals("people:alice@example.com", caller.actor());
    assertEquals("people:u-1", caller.identity().principal());
    assertEquals(Set.of("eng"), caller.identity().groups());
    assertEquals(Map.of("payments", Role.MEMBER), caller.teams());
    assertEquals(Optional.of(NOW.plusSeconds(330)), caller.identity().expires());
  }

  @Test
  void readsTheKeysOnceForManyTokens() {
    for (int i = 0; i < 20; i++) {
      prover.prove(issuer.sign(claims().jwtID("t" + i).build()));
    }
    assertEquals(1, issuer.asked.get());
  }

  @Test
  void refusesWhatItsClaimsDoNotAllow() {
    assertTrue(refusedBecause(issuer.sign(claims().audience("other").build())).contains("aud"));
    assertTrue(refusedBecause(issuer.sign(claims().audience(List.of()).build())).contains("aud"));
    assertTrue(refusedBecause(issuer.sign(claims().subject(null).build())).contains("sub"));
    assertTrue(refusedBecause(issuer.sign(claims().expirationTime(null).build())).contains("exp"));
    assertTrue(
        refusedBecause(issuer.sign(claims().issuer("https://elsewhere.example").build()))
            .contains("https://elsewhere.example"));
    assertTrue(
        refusedBecause(issuer.sign(claims().notBeforeTime(Date.from(NOW.plusSeconds(31))).build()))
            .contains("before"));
  }

  @Test
  void allowsForTheSkewOfClocksAndNoMore() {
    prover.prove(issuer.sign(claims().expirationTime(Date.from(NOW.minusSeconds(29))).build()));
    prover.prove(issuer.sign(claims().notBeforeTime(Date.from(NOW.plusSeconds(29))).build()));

    assertTrue(
        refusedBecause(
                issuer.sign(claims().expirationTime(Date.from(NOW.minusSeconds(31))).build()))
            .contains("Expired"));
  }

  @Test
  void believesNoSignatureButThoseOfItsIssuersKeys() throws JOSEException {
    RSAKey foreign = new RSAKeyGenerator(2048).keyID("first").generate();
    assertTrue(
        refusedBecause(FakeIssuer.sign(foreign, JOSEObjectType.JWT, claims().build()))
            .contains("signature"));

    refusedBecause(new PlainJWT(claims().build()).serialize());

    // The public key as the secret of an HMAC: RFC 8725, section 2.1.
    SignedJWT confused =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("first").build(), claims().build());
    confused.sign(
        new MACSigner(issuer.key().toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8)));
    assertTrue(refusedBecause(confused.serialize()).contains("algorithm"));

    String good = issuer.sign(claims().build());
    String other = issuer.sign(claims().subject("root").build());
    refusedBecause(
        good.substring(0, good.indexOf('.') + 1)
            + other.substring(other.indexOf('.') + 1, other.lastIndexOf('.'))
            + good.substring(good.lastIndexOf('.')));
  }

  @Test
  void refusesWhatIsNoAccess() {
    assertTrue(
        refusedBecause(
                FakeIssuer.sign(issuer.key(), new JOSEObjectType("logout+jwt"), claims().build()))
            .contains("typ"));
    prover.prove(FakeIssuer.sign(issuer.key(), new JOSEObjectType("at+jwt"), claims().build()));
    assertTrue(refusedBecause("ey.ey.ey").contains("no signed JWT"));
    assertTrue(
        refusedBecause(issuer.sign(claims().claim("x", "x".repeat(13_000)).build()))
            .contains("characters"));
  }

  @Test
  void findsANewKeyAtOnceAndDoesNotAskForEveryUnknownOne() throws JOSEException {
    RSAKey unknown = new RSAKeyGenerator(2048).keyID("unknown").generate();
    long began = System.nanoTime();
    prover.prove(issuer.sign(claims().build()));
    issuer.rotate();
    prover.prove(issuer.sign(claims().build()));
    assertEquals(2, issuer.asked.get());

    for (int i = 0; i < 20; i++) {
      refusedBecause(FakeIssuer.sign(unknown, JOSEObjectType.JWT, claims().build()));
    }
    // On a machine that is slow more than one pause may be over by now.
    long pauses = Duration.ofNanos(System.nanoTime() - began).dividedBy(Issuer.KEYS_PAUSE);
    assertTrue(issuer.asked.get() <= 3 + 2 * pauses, () -> issuer.asked + " times");
  }

  @Test
  void saysThatItCanNotDecideWhileNoKeysWereEverSeen() {
    issuer.down = true;
    TokenRefusedException first = refused(issuer.sign(claims().build()));
    TokenRefusedException again = refused(issuer.sign(claims().build()));

    assertTrue(first.isUndecided());
    assertTrue(again.isUndecided());
    assertTrue(String.valueOf(first.getMessage()).contains("500"), first::getMessage);
  }

  @Test
  void isTiedToTheIssuerThatItsConfigurationNames() {
    issuer.named = Optional.of("https://elsewhere.example");
    assertTrue(String.valueOf(refused(issuer.sign(claims().build())).getMessage()).contains("url"));
  }

  @Test
  void followsNoRedirectionAndNoPlainAddressElsewhere() {
    issuer.keysAt = Optional.of(issuer.url() + "/moved");
    assertTrue(String.valueOf(refused(issuer.sign(claims().build())).getMessage()).contains("302"));
    assertFalse(Fetch.isAllowed(URI.create("http://10.0.0.1/keys")));
    assertFalse(Fetch.isAllowed(URI.create("file:///etc/passwd")));
    assertFalse(Fetch.isAllowed(URI.create("https://user:secret@host/keys")));
    assertTrue(Fetch.isAllowed(URI.create("https://host/keys")));
  }
}
