package dev.automat.provisioner.aws.tagging;

import java.util.Map;

/**
 * What the tagging API shows of one object.
 *
 * @param arn of the object
 * @param tags all of them
 */
public record TaggedResource(String arn, Map<String, String> tags) {

  public TaggedResource {
    tags = Map.copyOf(tags);
  }

  /** What follows the last colon, or the last slash after it: the object's name. */
  public String name() {
    return arn.substring(Math.max(arn.lastIndexOf(':'), arn.lastIndexOf('/')) + 1);
  }
}
