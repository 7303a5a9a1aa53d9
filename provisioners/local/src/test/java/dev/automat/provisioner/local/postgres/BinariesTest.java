package dev.automat.provisioner.local.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.spi.ErrorType;
import dev.automat.spi.ProvisionerException;
import org.junit.jupiter.api.Test;

class BinariesTest {

  @Test
  void thePlatformOfTheBuildIsThere() {
    assertEquals("/postgres-linux-x86_64.txz", Binaries.archive("Linux", "amd64"));
  }

  @Test
  void anotherPlatformIsToldWhatToConfigureInstead() {
    ProvisionerException refused =
        assertThrows(ProvisionerException.class, () -> Binaries.archive("Linux", "aarch64"));
    assertEquals(ErrorType.USER, refused.code().type());
    assertTrue(refused.nextStep().contains("provisioners.local.postgres.url"));
  }
}
