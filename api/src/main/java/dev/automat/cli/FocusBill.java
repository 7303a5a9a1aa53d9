package dev.automat.cli;

import dev.automat.document.DocumentException;
import dev.automat.document.Documents;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A bill in the columns of FOCUS, added up by what it was for: the uid of a resource of ours, from
 * the tag {@code automat-uid} or from the end of the ResourceId, or else the ResourceId as it is.
 *
 * @param ours by uid
 * @param others by ResourceId, of what bears no uid
 */
record FocusBill(SortedMap<String, Charge> ours, SortedMap<String, Charge> others) {

  private static final List<String> NEEDED = List.of("BilledCost", "BillingCurrency", "ResourceId");

  private static final String UID_TAG = "automat-uid";

  /** External names end in the uid; so do ARNs of what has such a name. */
  private static final Pattern UID = Pattern.compile("(?:^|.*[^a-z2-7])([a-z2-7]{20})");

  /** An amount in each currency. */
  record Charge(SortedMap<String, BigDecimal> amounts) {

    Charge plus(String currency, BigDecimal amount) {
      SortedMap<String, BigDecimal> all = new TreeMap<>(amounts);
      all.merge(currency, amount, BigDecimal::add);
      return new Charge(all);
    }

    BigDecimal in(String currency) {
      return amounts.getOrDefault(currency, BigDecimal.ZERO);
    }
  }

  /**
   * @throws CommandException with file and line, if it can not be read
   */
  static FocusBill read(Path file) {
    CSVFormat form = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
        CSVParser parser = CSVParser.parse(reader, form)) {
      for (String column : NEEDED) {
        if (!parser.getHeaderNames().contains(column)) {
          throw new CommandException(
              ExitCode.FAILED,
              file + ":1: has no column " + column + ": is it a file in the form of FOCUS 1.x?");
        }
      }
      SortedMap<String, Charge> ours = new TreeMap<>();
      SortedMap<String, Charge> others = new TreeMap<>();
      for (CSVRecord row : parser) {
        add(file, row, ours, others);
      }
      return new FocusBill(ours, others);
    } catch (NoSuchFileException e) {
      throw new CommandException(ExitCode.USAGE, "there is no file " + file, e);
    } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
      throw new CommandException(
          ExitCode.FAILED, file + " can not be read as CSV: " + e.getMessage());
    }
  }

  private static void add(
      Path file, CSVRecord row, Map<String, Charge> ours, Map<String, Charge> others) {
    Optional<String> uid = uid(row);
    String resource = uid.orElse(row.get("ResourceId"));
    (uid.isPresent() ? ours : others)
        .merge(
            resource.isEmpty() ? "(no resource)" : resource,
            new Charge(new TreeMap<>()).plus(row.get("BillingCurrency"), billed(file, row)),
            (one, other) -> {
              Charge sum = one;
              for (Map.Entry<String, BigDecimal> each : other.amounts().entrySet()) {
                sum = sum.plus(each.getKey(), each.getValue());
              }
              return sum;
            });
  }

  private static BigDecimal billed(Path file, CSVRecord row) {
    String text = row.get("BilledCost");
    try {
      return text.isEmpty() ? BigDecimal.ZERO : new BigDecimal(text);
    } catch (NumberFormatException e) {
      throw new CommandException(
          ExitCode.FAILED,
          file + ": record " + row.getRecordNumber() + ": BilledCost is no number: " + text);
    }
  }

  private static Optional<String> uid(CSVRecord row) {
    Optional<String> tagged = row.isMapped("Tags") ? tag(row.get("Tags")) : Optional.empty();
    return tagged.or(
        () ->
            Optional.of(UID.matcher(row.get("ResourceId")))
                .filter(java.util.regex.Matcher::matches)
                .map(match -> match.group(1)));
  }

  /** Tags are JSON; what is none has no tag of ours. */
  private static Optional<String> tag(String tags) {
    if (tags.isBlank()) {
      return Optional.empty();
    }
    try {
      return Documents.parse("Tags", tags).root().path(UID_TAG).asStringOpt();
    } catch (DocumentException e) {
      return Optional.empty();
    }
  }
}
