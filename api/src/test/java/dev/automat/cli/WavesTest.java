package dev.automat.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which resources are in a wave. */
class WavesTest {

  @Test
  void aShareIsCountedInHundredthsOfAPercent() {
    assertEquals(1000, Waves.share("10%"));
    assertEquals(250, Waves.share("2.5%"));
    assertEquals(10_000, Waves.share("100%"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"10", "0%", "101%", "-1%", "ten%", "1.234%", ""})
  void whatIsNoShareIsRefused(String text) {
    CommandException refused = assertThrows(CommandException.class, () -> Waves.share(text));
    assertEquals(ExitCode.USAGE, refused.exitCode());
  }

  @Test
  void aUidAlwaysHasTheSamePlaceAndPlacesAreSpread() {
    assertEquals(Waves.place("m4q7zt2hcx5kd3wbn6ra"), Waves.place("m4q7zt2hcx5kd3wbn6ra"));
    long tenth =
        IntStream.range(0, 10_000)
            .filter(number -> Waves.place("uid-" + number) < Waves.share("10%"))
            .count();
    assertTrue(tenth > 850 && tenth < 1150, "a tenth is about a tenth: " + tenth);
  }
}
