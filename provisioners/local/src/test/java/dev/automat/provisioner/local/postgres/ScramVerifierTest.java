package dev.automat.provisioner.local.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.automat.spi.ProvisionerException;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class ScramVerifierTest {

  /** Salt and password are those of the example in RFC 7677, section 3. */
  @Test
  void agreesWithTheExampleOfTheStandard() {
    assertEquals(
        "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ=="
            + "$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY="
            + ":wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=",
        ScramVerifier.of("pencil", Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==")));
  }

  @Test
  void refusesWhatWouldNeedPreparationAndDoesNotRepeatIt() {
    for (String password : new String[] {"", "pass\nword", "pässword"}) {
      ProvisionerException refused =
          assertThrows(ProvisionerException.class, () -> ScramVerifier.of(password, new byte[16]));
      assertFalse(!password.isEmpty() && refused.toString().contains(password));
    }
  }
}
