package dev.automat.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.automat.notify.NotifySettings.Egress;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EgressRulesTest {

  private static EgressRules rules(boolean loopback, String address, String... hosts) {
    return new EgressRules(
        new Egress(List.of(hosts), Set.of(443, 8443), loopback, Optional.empty()),
        _ -> new InetAddress[] {InetAddress.getByName("1.1.1.1"), InetAddress.getByName(address)});
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "https://hooks.example.com/x, true",
    "https://a.b.example.org:8443/x?y=z, true",
    "https://HOOKS.example.com/x, true",
    "https://example.org/x, false",
    "https://evilexample.org/x, false",
    "https://hooks.example.com.evil.net/x, false",
    "https://hooks.example.com:22/x, false",
    "http://hooks.example.com/x, false",
    "ftp://hooks.example.com/x, false",
    "https://user@hooks.example.com/x, false",
    "https://hooks.example.com/x#y, false",
    "https://127.0.0.1/x, false",
    "http://localhost/x, false",
    "none:none, false",
  })
  void takesUrlsThatAreNamed(String url, boolean allowed) {
    EgressRules rules = rules(false, "1.0.0.1", "hooks.example.com", "*.example.org");
    assertEquals(allowed, rules.refusal(URI.create(url)).isEmpty(), url);
  }

  @Test
  void withoutAListAnyHostMayBeNamed() {
    assertEquals(
        Optional.empty(), rules(false, "1.0.0.1").refusal(URI.create("https://example.net/x")));
  }

  @Test
  void plainHttpIsForThisMachineWhereThatIsAllowed() {
    EgressRules rules = rules(true, "1.0.0.1");
    assertEquals(Optional.empty(), rules.refusal(URI.create("http://127.0.0.1:4711/x")));
    assertEquals(Optional.empty(), rules.refusal(URI.create("http://[::1]:4711/x")));
    assertEquals(false, rules.refusal(URI.create("http://10.0.0.1/x")).isEmpty());
  }

  @Test
  void oneAddressThatIsNotPublicSpoilsTheName() throws UnknownHostException {
    assertEquals(2, rules(false, "1.0.0.1").resolve("x.example.com").length);
    for (String address : List.of("10.0.0.1", "127.0.0.1", "169.254.169.254", "::1")) {
      assertThrows(
          EgressRules.RefusedException.class,
          () -> rules(false, address).resolve("x.example.com"),
          address);
    }
    assertEquals(2, rules(true, "127.0.0.1").resolve("x.example.com").length);
    assertThrows(
        EgressRules.RefusedException.class, () -> rules(true, "10.0.0.1").resolve("x.example.com"));
  }
}
