package dev.automat.provisioner.aws.conformance;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Where the kit can run, with the test classes that run it there, by resource type. */
@SuppressWarnings("ImmutableEnumChecker") // Map.of can not change.
enum Target {
  MOTO(
      "moto behind the hostile proxy",
      Map.of(
          "aws/sqs",
          List.of("sqs.StandardQueueConformanceIT", "sqs.FifoQueueConformanceIT"),
          "aws/rds-postgres",
          List.of("rds.RdsPostgresConformanceIT"),
          "aws/rds-mysql",
          List.of("rds.RdsMysqlConformanceIT"),
          "aws/elasticache-redis",
          List.of("elasticache.CacheConformanceIT"))),
  LOCALSTACK(
      "LocalStack",
      Map.of(
          "aws/sqs",
          List.of("localstack.LocalStackConformanceIT", "localstack.LocalStackFifoConformanceIT"))),
  REAL("AWS itself", Map.of("aws/sqs", List.of("conformance.RealQueueConformance")));

  private static final String PACKAGE = "dev.automat.provisioner.aws.";

  private final String title;
  private final Map<String, List<String>> suites;

  Target(String title, Map<String, List<String>> suites) {
    this.title = title;
    this.suites = suites;
  }

  static Optional<Target> named(String name) {
    return Arrays.stream(values()).filter(target -> target.id().equals(name)).findFirst();
  }

  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  String title() {
    return title;
  }

  List<String> types() {
    return suites.keySet().stream().sorted().toList();
  }

  boolean has(String type) {
    return suites.containsKey(type);
  }

  /** The test classes for a type. */
  List<String> suites(String type) {
    return suites.getOrDefault(type, List.of()).stream().map(PACKAGE::concat).toList();
  }
}
