package dev.automat.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.document.DocumentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a platform engineer reads who broke a file. */
class BrokenModulesTest {

  static final String KIND =
      """
      kind: Thing
      plural: things
      defaultModule: plain
      stateful: true
      connection: [host]
      """;

  static final String MODULE =
      """
      module: plain
      kind: Thing
      version: 1.0.0
      status: stable
      inputs:
        type: object
        additionalProperties: false
        properties:
          storageGiB: {type: integer, minimum: 5, x-automat: {growOnly: true}}
          nick: {type: string, maxLength: 10}
          backup: {type: object, properties: {days: {type: integer}}}
      sizes:
        small: {vars: {class: slow, ratio: 0.5}, inputs: {storageGiB: 10}}
        large: {vars: {class: fast, ratio: 1.5}, inputs: {storageGiB: 50}}
      environments:
        dev: {sizes: [small], defaultSize: small, lifetime: {default: 14d, max: 30d}}
        prod: {sizes: [small, large], defaultSize: large, lifetime: {default: none, max: none}}
      guardrails:
        - {rule: big, check: inputs.storageGiB > 5, at: /spec/inputs/storageGiB, message: "too small: ${inputs.storageGiB}", fix: more}
      provisioners:
        fake:
          type: fake/thing
          settings:
            sizeGiB: "${inputs.storageGiB}"
            class: "${size.class}"
            ratio: "${size.ratio}"
            label: "${team}-${inputs.nick}"
            ports: [80, "${inputs.storageGiB * 2}"]
            options: {depth: "${inputs.backup.days}"}
      """;

  @TempDir Path directory;

  @Test
  void theUnbrokenOneIsUsable() throws IOException {
    Catalog catalog = load(KIND, MODULE);

    assertEquals(List.of(), catalog.rejected());
    assertTrue(catalog.module("Thing", "plain", Optional.empty()).isPresent());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          `status: stable`      | `status: stabel`        | `4:9: /status: must be one of stable, preview, deprecated, not stabel: did you mean "stable"?`
          `status: stable`      | `stauts: stable`        | `1:1: /status: is missing: add status`
          `version: 1.0.0`      | `version: 1.0`          | `3:10: /version: must be text, not the number 1.0: quote it: "1.0"`
          `version: 1.0.0`      | `version: 1.0.1`        | `3:10: /version: 1.0.1 belongs in the file 1.0.1.yaml`
          `module: plain`       | `module: plane`         | `1:9: /module: plane belongs in the directory plane`
          `kind: Thing`         | `kind: Thin`            | `2:7: /kind: stands in the directory of Thing: write that`
          `minimum: 5`          | `minimun: 5`            | `9:42: /inputs/properties/storageGiB/minimun: there is no field "minimun" here: did you mean "minimum"?`
          `type: integer, m`    | `type: int, m`          | `9:24: /inputs/properties/storageGiB/type: must be one of string, integer, number, boolean, array, object, not int: use one of string, integer, number, boolean, array, object`
          `growOnly: true`      | `growonly: true`        | `9:67: /inputs/properties/storageGiB/x-automat/growonly: there is no field "growonly" here: did you mean "growOnly"?`
          `maxLength: 10}`      | `maxLength: 10, x-automat: {growOnly: true}}` | `10:52: /inputs/properties/nick/x-automat: only a number can be growOnly`
          `maxLength: 10}`      | `maxLength: 3, default: long}` | `10:49: /inputs/properties/nick/default: the default must have at most 3 characters: change it to have at most 3 characters`
          `maxLength: 10}`      | `format: password}`     | `10:34: /inputs/properties/nick/format: an input can be no secret, as what is asked for is kept, shown and audited: have the provisioner make it`
          `days: {type: integer}` | `days: {type: integer, default: 1}` | `11:72: /inputs/properties/backup/properties/days/default: default is only read on an input as a whole: move it`
          `{storageGiB: 10}}`   | `{storageGiB: 1}}`      | `13:65: /sizes/small/inputs/storageGiB: must be 5 or more: change it to be 5 or more`
          `{storageGiB: 10}}`   | `{storageGib: 10}}`     | `13:65: /sizes/small/inputs/storageGib: there is no field "storageGib" here: did you mean "storageGiB"?`
          `fast, ratio: 1.5`    | `fast, ratio: 1`        | `14:38: /sizes/large/vars/ratio: is a whole number, and in the size small a number that need not be whole: make them the same`
          `fast, ratio: 1.5`    | `fast`                  | `14:17: /sizes/large/vars: has no ratio, which the size small has: add it`
          `slow, ratio: 0.5`    | `slow, ratio: 0.5, spare: 1` | `14:17: /sizes/large/vars: has no spare, which the size small has: add it`
          `sizes: [small]`      | `sizes: [smal]`         | `16:17: /environments/dev/sizes/0: there is no size smal: did you mean small?`
          `defaultSize: large`  | `defaultSize: huge`     | `17:46: /environments/prod/defaultSize: there is no size on offer here huge: there is small, large`
          `  dev: {`            | `  dve: {`              | `16:8: /environments/dve: there is no field "dve" here: did you mean "dev"?`
          `default: 14d`        | `default: 2 weeks`      | `16:65: /environments/dev/lifetime/default: 2 weeks is no lifetime: write a number up to 99999 with h, d or w, such as 36h, 14d or 2w, or none`
          `default: 14d`        | `default: 5w`           | `16:65: /environments/dev/lifetime/default: the default 5w is longer than max 30d`
          `max: 30d`            | `max: 12`               | `16:75: /environments/dev/lifetime/max: must be text, not the number 12: quote it: "12"`
          `at: /spec/inputs/storageGiB` | `at: /spec/inputs/storage` | `19:51: /guardrails/0/at: there is no input storage: there is storageGiB, nick, backup`
          `at: /spec/inputs/storageGiB` | `at: /spec/sise` | `19:51: /guardrails/0/at: there is no field of spec sise: did you mean size?`
          `check: inputs.storageGiB > 5` | `check: inputs.storageGiB + 5` | `19:24: /guardrails/0/check: must be true or false, and gives a whole number`
          `check: inputs.storageGiB > 5` | `check: inputs.storageGiB > '5'` | `19:24: /guardrails/0/check: found no matching overload for '_>_' applied to '(int, string)'~ | inputs.storageGiB > '5'~ |                   ^`
          `type: fake/thing`    | `type: fake/thin`       | `22:11: /provisioners/fake/type: there is no resource type fake/thin: did you mean fake/thing?`
          `type: fake/thing`    | `type: local/postgres`  | `22:11: /provisioners/fake/type: the type must begin with its provisioner: fake/…, not local/postgres`
          `sizeGiB: "`          | `sizeGib: "`            | `24:16: /provisioners/fake/settings/sizeGib: there is no setting of fake/thing sizeGib: did you mean sizeGiB?`
          `"${inputs.storageGiB}"` | `"${inputs.storageGib}"` | `24:16: /provisioners/fake/settings/sizeGiB: there is no inputs.storageGib: did you mean inputs.storageGiB?~ | inputs.storageGib~ | ^`
          `"${inputs.storageGiB}"` | `"${1 + input.storageGiB}"` | `24:16: /provisioners/fake/settings/sizeGiB: there is no input.storageGiB: did you mean inputs.storageGiB?~ | 1 + input.storageGiB~ |     ^`
          `"${inputs.storageGiB}"` | `"${inputs.storageGiB"` | `24:16: /provisioners/fake/settings/sizeGiB: an expression is not closed: add }, or write $${ for a literal ${`
          `"${inputs.storageGiB}"` | `"${inputs.storageGiB +}"` | `24:16: /provisioners/fake/settings/sizeGiB: mismatched input '<EOF>' expecting {'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}~ | inputs.storageGiB +~ |                    ^`
          `"${inputs.storageGiB}"` | `"${uid}"`           | `24:16: /provisioners/fake/settings/sizeGiB: there is no uid: there is classification, cloud, environment, inputs.backup.days, inputs.nick, inputs.storageGiB, name, region, size.class, size.ratio, team~ | uid~ | ^`
          `"${inputs.storageGiB}"` | `"${inputs.storageGiB}0"` | `24:16: /provisioners/fake/settings/sizeGiB: gives text, and fake/thing wants a whole number`
          `"${inputs.storageGiB}"` | `"${size.ratio}"`    | `24:16: /provisioners/fake/settings/sizeGiB: gives a number that need not be whole, and fake/thing wants a whole number`
          `"${inputs.storageGiB}"` | `"${b'x'}"`          | `24:16: /provisioners/fake/settings/sizeGiB: gives bytes, which no setting can be`
          `sizeGiB: "${inputs.storageGiB}"` | `sizeGiB: 3` | `24:16: /provisioners/fake/settings/sizeGiB: must be 5 or more: change it to be 5 or more`
          `"${size.class}"`     | `quick`                 | `25:14: /provisioners/fake/settings/class: must be one of slow, fast, not quick: use one of slow, fast`
          `"${size.class}"`     | `"${inputs.nick}"`      | `25:14: /provisioners/fake/settings/class: fake/thing needs it always, and inputs.nick may have no value: give the input a default, or require it`
          `ports: [80,`         | `ports: [x,`            | `28:15: /provisioners/fake/settings/ports/0: gives text, and fake/thing wants a whole number`
          `{depth: "${inputs.backup.days}"}` | `{depth: 0, name: "${name}"}` | `29:24: /provisioners/fake/settings/options/depth: must be 1 or more: change it to be 1 or more`
          `ratio: "${size.ratio}"` | `mode: null`         | `26:13: /provisioners/fake/settings/mode: null is no value of a setting: remove the key`
          `ratio: "${size.ratio}"` | `on: true`           | `13:38: /sizes/small/vars/ratio: size.ratio is read by no setting: use it, or remove it`
          `-${inputs.nick}`     | `-x`                    | `21:3: /provisioners/fake: the input nick does nothing here: use it in settings, or list it under ignores`
          `-${inputs.nick}`     | `-${inputs.backup}`     | `27:14: /provisioners/fake/settings/label: there is no inputs.backup: did you mean inputs.nick?~ | inputs.backup~ | ^`
          `    settings:`       | `    ignores: [nick]\\n    settings:` | `23:14: /provisioners/fake/ignores: the input nick is used in settings: remove it here`
          `    settings:`       | `    drift: {ratoi: report}\\n    settings:` | `23:20: /provisioners/fake/drift/ratoi: there is no setting ratoi: did you mean ratio?`
          """)
  void areLeftOutWithPlaceAndReason(String find, String replace, String reason) throws IOException {
    assertTrue(MODULE.contains(find), "the table is wrong: " + find);

    Catalog catalog = load(KIND, MODULE.replace(find, replace.replace("\\n", "\n")));

    assertTrue(catalog.module("Thing", "plain", Optional.empty()).isEmpty(), replace);
    Catalog.Rejected rejected = catalog.rejected().getFirst();
    String name = directory.getFileName() + "/thing/plain/1.0.0.yaml";
    assertEquals(name, rejected.file());
    List<String> reasons =
        rejected.reasons().stream()
            .map(each -> each.substring(name.length() + 1).replace("\n", "~"))
            .toList();
    assertTrue(reasons.contains(reason), () -> String.join("\n", reasons));
  }

  @Test
  void sayAllThatIsWrongAtOnce() throws IOException {
    Catalog catalog =
        load(
            KIND,
            MODULE
                .replace("default: 14d", "default: soon")
                .replace("sizes: [small]", "sizes: [smal]")
                .replace("-${inputs.nick}", "-${inputs.nik}"));

    assertEquals(
        3, catalog.rejected().getFirst().reasons().size(), () -> catalog.rejected().toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          `kind: Thing`          | `kind: thing`    | `1:7: /kind: must look like Database, not like the text "thing"`
          `kind: Thing`          | `kind: Things`   | `1:7: /kind: Things belongs in the directory things`
          `kind: Thing`          | `kind: Stack`    | `1:7: /kind: Stack is what groups of resources are called: rename it`
          `plural: things`       | `plural: stacks` | `2:9: /plural: /stacks is where groups of resources are: rename it`
          `stateful: true`       | `statefull: true`| `4:12: /statefull: there is no field "statefull" here: did you mean "stateful"?`
          `defaultModule: plain` | `defaultModule: fancy` | `3:16: /defaultModule: there is no directory fancy`
          """)
  void aWrongKindLeavesOutTheKind(String find, String replace, String reason) throws IOException {
    write(
        "other/kind.yaml",
        KIND.replace("Thing", "Other")
            .replace("things", "others")
            .replace("defaultModule: plain\n", ""));

    Catalog catalog = load(KIND.replace(find, replace), MODULE);

    assertTrue(catalog.kind("Other").isPresent());
    assertFalse(catalog.kind("Thing").isPresent());
    assertTrue(
        catalog.rejected().getFirst().reasons().stream().anyMatch(each -> each.contains(reason)),
        () -> catalog.rejected().toString());
  }

  @Test
  void aDirectoryWithoutAnyUsableKindIsRefused() throws IOException {
    assertThrows(
        DocumentException.class, () -> Catalog.load(directory, FakePlugins.localAndFake()));
    write("thing/kind.yaml", "kind: [");
    DocumentException refused =
        assertThrows(
            DocumentException.class, () -> Catalog.load(directory, FakePlugins.localAndFake()));
    assertTrue(refused.toString().contains("thing/kind.yaml:1:8: is not YAML"), refused::toString);
  }

  @Test
  void aDirectoryThatIsNotThereIsSaidInWords() {
    Path nowhere = directory.resolve("nowhere");
    DocumentException refused =
        assertThrows(
            DocumentException.class, () -> Catalog.load(nowhere, FakePlugins.localAndFake()));

    assertEquals(
        List.of(
            nowhere + ":1:1: there is no such directory: see catalogDir, or AUTOMAT_CATALOG_DIR"),
        refused.complaints().stream().map(Object::toString).toList());
  }

  @Test
  void aDirectoryWithoutAKindFileIsSaidInWords() throws IOException {
    write("other/plain/1.0.0.yaml", MODULE);
    String shown = directory.getFileName() + "/other/kind.yaml:1:1: is missing: ";

    String reason = load(KIND, MODULE).rejected().getFirst().reasons().getFirst();

    assertTrue(reason.startsWith(shown + "every directory of a catalogue but"), reason);
  }

  @Test
  void aMappingToAPluginThatIsNotInstalledIsUnavailableButStillChecked() throws IOException {
    String elsewhere = MODULE.replace("fake/thing", "moon/thing").replace("  fake:", "  moon:");

    Module module = load(KIND, elsewhere).module("Thing", "plain", Optional.empty()).orElseThrow();

    assertEquals(
        Optional.of("the plugin moon is not installed"),
        module.provisioner("moon").orElseThrow().unavailable());
    Catalog broken = load(KIND, elsewhere.replace("size.class", "size.clas"));
    assertTrue(broken.rejected().toString().contains("did you mean size.class?"));
  }

  @Test
  void newestStableIsChosenBeforeDeprecated() throws IOException {
    write("thing/plain/1.2.0.yaml", version("1.2.0", "stable"));
    write("thing/plain/1.10.0.yaml", version("1.10.0", "stable"));
    write("thing/plain/2.0.0.yaml", version("2.0.0", "preview"));
    write(
        "thing/plain/3.0.0.yaml",
        version("3.0.0", "{deprecated: {until: 2027-01-31, moveTo: plain@1.10.0}}"));
    write(
        "thing/old/1.0.0.yaml",
        version("1.0.0", "deprecated").replace("module: plain", "module: old"));
    Catalog catalog = load(KIND, MODULE);

    assertEquals(List.of(), catalog.rejected());
    assertEquals(
        "plain@1.10.0", catalog.module("Thing", "plain", Optional.empty()).orElseThrow().id());
    assertEquals("old@1.0.0", catalog.module("Thing", "old", Optional.empty()).orElseThrow().id());
    assertEquals(
        List.of(
            "old@1.0.0",
            "plain@3.0.0",
            "plain@2.0.0",
            "plain@1.10.0",
            "plain@1.2.0",
            "plain@1.0.0"),
        catalog.modules("Thing").stream().map(Module::id).toList());
    assertEquals(
        Optional.of("2027-01-31"),
        catalog.module("Thing", "plain", Optional.of("3.0.0")).orElseThrow().status().until());
  }

  @Test
  void whatIsOnlyInPreviewIsChosenByItsVersionAlone() throws IOException {
    write(
        "thing/next/1.0.0.yaml",
        version("1.0.0", "preview").replace("module: plain", "module: next"));
    Catalog catalog = load(KIND, MODULE);

    assertEquals(Optional.empty(), catalog.module("Thing", "next", Optional.empty()));
    assertTrue(catalog.module("Thing", "next", Optional.of("1.0.0")).isPresent());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          `{deprecated: {moveTo: plain@1.1.0}}`      | `4:31: /status/deprecated/moveTo: there is no module to move to plain@1.1.0: did you mean plain@1.10.0?`
          `{deprecated: {moveTo: fancy}}`            | `4:31: /status/deprecated/moveTo: there is no module to move to fancy: there is plain@1.10.0`
          `{deprecated: {moveTo: old}}`              | `4:31: /status/deprecated/moveTo: old is deprecated itself: name what is to be used in the end`
          `{deprecated: {until: 2027-02-30}}`        | `4:30: /status/deprecated/until: `
          `{deprecated: {until: soon}}`              | `4:30: /status/deprecated/until: `
          `{deprecated: {moveTo: plain}}`            | ``
          `{deprecated: {moveTo: broken@1.0.0}}`     | ``
          `{deprecated: {until: 2027-02-28}}`        | ``
          """)
  void whoIsDeprecatedNamesSomethingToMoveTo(String status, String reason) throws IOException {
    write("thing/plain/1.10.0.yaml", version("1.10.0", "stable"));
    write("thing/broken/1.0.0.yaml", "module: [");
    write(
        "thing/old/1.0.0.yaml",
        version("1.0.0", "deprecated").replace("module: plain", "module: old"));
    Catalog catalog = load(KIND, version("1.0.0", status));

    boolean usable = catalog.module("Thing", "plain", Optional.of("1.0.0")).isPresent();
    assertEquals(reason == null || reason.isEmpty(), usable, () -> catalog.rejected().toString());
    assertTrue(
        usable
            || catalog.rejected().stream()
                .flatMap(file -> file.reasons().stream())
                .anyMatch(each -> each.contains(reason)),
        () -> catalog.rejected().toString());
  }

  @Test
  void filesThatHaveNoPlaceAreNamed() throws IOException {
    write("thing/notes.txt", "x");
    write("thing/plain/1.0.0.yml", MODULE);
    write("thing/README.md", "x");
    write("policies/a.yml", "x");

    assertEquals(3, load(KIND, MODULE).rejected().size());
  }

  private static String version(String version, String status) {
    return MODULE
        .replace("version: 1.0.0", "version: " + version)
        .replace("status: stable", "status: " + status);
  }

  private Catalog load(String kind, String module) throws IOException {
    write("thing/kind.yaml", kind);
    write("thing/plain/1.0.0.yaml", module);
    return Catalog.load(directory, FakePlugins.localAndFake());
  }

  private void write(String file, String text) throws IOException {
    Path path = directory.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
