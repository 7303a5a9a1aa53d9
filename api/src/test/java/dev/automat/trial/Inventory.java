package dev.automat.trial;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What stands in an account that is a trial's own, seen without Automat: whatever is in there and
 * belongs to nothing that the API lists is a leak, with tags or without.
 */
interface Inventory {

  /**
   * What an object stands for.
   *
   * @param kind such as {@code Queue}
   * @param name of the resource in the cloud
   */
  record Main(String kind, String name) {}

  /** Every object by a line such as {@code queue orders-…}, with its tags. */
  Map<String, Map<String, String>> everything();

  /** Whether that line of {@link #everything()} is of what can not have tags. */
  boolean isWithoutTags(String line);

  /**
   * Whether that line of {@link #everything()} is of what costs nothing, and says only whose it is.
   */
  boolean saysOnlyWhoseItIs(String line);

  /** What that line of {@link #everything()} stands for; nothing if it is a child or a copy. */
  Optional<Main> main(String line);

  /**
   * What {@link #everything()} has of a resource that is whole, itself included: of each pattern
   * one line.
   */
  List<Pattern> parts(Main main, String uid);

  /** Those of {@link #everything()} that hold the data of something: its external name, by line. */
  Map<String, String> copies();

  /** What it is of that in which {@link Variants} differ, in the words of the spec. */
  String setting(Main main);

  /** Which children and other parts a main object should have and has not; tags are no parts. */
  List<String> lacking(Main main);
}
