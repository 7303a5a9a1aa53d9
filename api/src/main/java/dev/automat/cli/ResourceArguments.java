package dev.automat.cli;

import picocli.CommandLine.Parameters;

/** One resource by its team, kind and name. */
final class ResourceArguments {

  @Parameters(index = "0", paramLabel = "TEAM", description = "The team, such as payments.")
  private String team = "";

  @Parameters(
      index = "1",
      paramLabel = "KIND",
      description = "The kind or its plural, such as database or databases; or stack.")
  private String kind = "";

  @Parameters(index = "2", paramLabel = "NAME", description = "The name, such as orders.")
  private String name = "";

  String path(ApiClient client) {
    return client.path(team, kind, name);
  }

  /** Whether several resources are meant, with one name. */
  boolean isStack() {
    return ApiClient.isStack(kind);
  }

  String name() {
    return name;
  }

  @Override
  public String toString() {
    return kind + " " + team + "/" + name;
  }
}
