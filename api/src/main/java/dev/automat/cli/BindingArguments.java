package dev.automat.cli;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** One application of one resource. */
final class BindingArguments {

  @Mixin private ResourceArguments resource = new ResourceArguments();

  @Parameters(
      index = "3",
      paramLabel = "CONSUMER",
      description = "What the team calls the application, such as checkout.")
  private String consumer = "";

  String path(ApiClient client) {
    return resource.path(client) + "/bindings/" + ApiClient.encoded(consumer);
  }

  @Override
  public String toString() {
    return consumer + " of " + resource;
  }
}
