package dev.automat.provisioner.aws.account;

import dev.automat.spi.TagRules;
import java.util.Set;

/** What AWS takes as tags. */
public final class AwsTags {

  /**
   * "Tagging your AWS resources", Tag naming limits and requirements: 50 tags, of which the plugin
   * sets two itself; keys of 128 characters, values of 256, letters, digits, spaces and {@code _ .
   * : / = + - @}; {@code aws:} is reserved in any case, and case makes two keys.
   */
  public static final TagRules RULES =
      new TagRules(
          48,
          128,
          "[\\p{L}\\p{N}_.:/=+@-]",
          "[\\p{L}\\p{N} _.:/=+@-]",
          256,
          "[\\p{L}\\p{N} _.:/=+@-]",
          TagRules.Keys.CASE_SENSITIVE,
          Set.of("aws:"));

  private AwsTags() {}
}
