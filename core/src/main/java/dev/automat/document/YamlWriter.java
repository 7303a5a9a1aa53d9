package dev.automat.document;

import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Writes YAML whose texts every reader takes for texts: quoted is also what YAML 1.1 reads as
 * something else, such as {@code yes}, {@code 0o17} or a day, since many programs still read that.
 */
public final class YamlWriter {

  private static final Tag SOMETHING_ELSE = new Tag("tag:yaml.org,2002:other");

  /**
   * Booleans, numbers, timestamps and signs of YAML 1.1 (yaml.org/type) that the core schema lacks.
   */
  private static final Pattern ELSEWHERE =
      Pattern.compile(
          "(?i:y|n|yes|no|on|off)|[-+]?0[0-7_]+|[-+]?0b[01_]+|[-+]?0x[0-9a-fA-F_]+"
              + "|[-+]?[0-9][0-9_]*(\\.[0-9_]*)?([eE][-+]?[0-9]+)?|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\\.[0-9_]*)?|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt"
              + " \\t].*)?|=|<<");

  private YamlWriter() {}

  /** In block style; lines that are longer than the width are broken at blanks. */
  public static String write(Object maps, int width) {
    DumpSettings settings =
        DumpSettings.builder()
            .setSchema(new Cautious())
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setWidth(width)
            .build();
    return new Dump(settings).dumpToString(maps);
  }

  private static final class Cautious extends CoreSchema {

    @Override
    public ScalarResolver getScalarResolver() {
      CoreScalarResolver resolver = new CoreScalarResolver(false);
      resolver.addImplicitResolver(SOMETHING_ELSE, ELSEWHERE, "yYnNoO-+0123456789=<");
      return resolver;
    }
  }
}
