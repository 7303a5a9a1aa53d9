package dev.automat.provisioner.aws.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.automat.provisioner.aws.AwsPlugin;
import dev.automat.provisioner.aws.call.ErrorTable;
import dev.automat.spi.TypeDescriptor;
import dev.automat.testkit.docs.GeneratedParts;
import dev.automat.testkit.docs.SettingsTable;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is generated in the README is what the code says. */
final class ReadmeTest {

  private final GeneratedParts readme = new GeneratedParts(Path.of("README.md"));

  @Test
  void saysWhatTheCodeSays() {
    String wanted = readme.with(parts());
    if (GeneratedParts.isUpdate()) {
      readme.write(wanted);
    }
    assertEquals(wanted, readme.read(), GeneratedParts.remedy("provisioners/aws", "ReadmeTest"));
  }

  private static Map<String, String> parts() {
    Map<String, String> parts = new LinkedHashMap<>();
    for (TypeDescriptor type : new AwsPlugin().types()) {
      parts.put("settings of " + type.type(), new SettingsTable(type).text());
    }
    parts.put("failures", ErrorTable.text());
    parts.put("permissions", IamPolicy.read().table());
    return parts;
  }
}
