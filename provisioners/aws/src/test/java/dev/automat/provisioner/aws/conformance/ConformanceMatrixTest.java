package dev.automat.provisioner.aws.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.automat.testkit.docs.GeneratedParts;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The matrix says what the results file says, for all types that there are. */
final class ConformanceMatrixTest {

  private final Matrix matrix = new Matrix(Path.of(".."));

  @Test
  void saysWhatWasRun() {
    if (GeneratedParts.isUpdate()) {
      matrix.write();
    }
    assertEquals(
        matrix.wanted(),
        matrix.found(),
        GeneratedParts.remedy("provisioners/aws", "ConformanceMatrixTest"));
  }
}
