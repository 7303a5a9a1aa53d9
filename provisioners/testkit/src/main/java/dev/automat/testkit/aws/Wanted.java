package dev.automat.testkit.aws;

import tools.jackson.databind.JsonNode;

/** Whether a list that asks for some things would show one that is gone. */
final class Wanted {

  private Wanted() {}

  static boolean by(AwsCall call, String arn, String item) {
    return switch (call.action()) {
      case "GetResources" -> isType(call, arn) && hasTags(call, item);
      case "ListQueues" ->
          arn.substring(arn.lastIndexOf(':') + 1)
              .startsWith(call.parameter("QueueNamePrefix").orElse(""));
      default -> call.parameters().keySet().stream().noneMatch(name -> name.startsWith("Filters."));
    };
  }

  private static boolean isType(AwsCall call, String arn) {
    JsonNode types = Json.object(call.body()).path("ResourceTypeFilters");
    boolean fits = types.isEmpty();
    for (JsonNode type : types) {
      String[] parts = type.asString().split(":", 2);
      boolean all = parts.length == 1 || parts[0].equals("sqs");
      fits |= arn.contains(":" + parts[0] + ":") && (all || arn.contains(":" + parts[1] + ":"));
    }
    return fits;
  }

  private static boolean hasTags(AwsCall call, String item) {
    JsonNode tags = Json.read(item).path("Tags");
    for (JsonNode filter : Json.object(call.body()).path("TagFilters")) {
      boolean found = false;
      for (JsonNode tag : tags) {
        found |=
            tag.path("Key").equals(filter.path("Key"))
                && (filter.path("Values").isEmpty()
                    || has(filter.path("Values"), tag.path("Value")));
      }
      if (!found) {
        return false;
      }
    }
    return true;
  }

  private static boolean has(JsonNode values, JsonNode wanted) {
    for (JsonNode value : values) {
      if (value.equals(wanted)) {
        return true;
      }
    }
    return false;
  }
}
