package dev.automat.cli;

import dev.automat.catalog.Environment;
import dev.automat.resource.Json;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Upgrades a share of all that match, one after the other, each until it is ready. Which are in a
 * wave is said by their uids alone, so that whoever takes it up again takes the same, and a larger
 * share holds all of a smaller one.
 */
final class Waves {

  private static final int PAGE = 500;

  /** A share is counted in hundredths of a percent. */
  private static final int WHOLE = 10_000;

  private final ApiClient client;
  private final Console console;
  private final Plan plan;

  Waves(ApiClient client, Console console, Plan plan) {
    this.client = client;
    this.console = console;
    this.plan = plan;
  }

  /**
   * What to do.
   *
   * @param kind of the module; empty: its name says it
   * @param share in hundredths of a percent
   * @param seconds how many seconds each may take
   * @param query of the request
   */
  record Plan(
      String module,
      Optional<String> kind,
      String from,
      String to,
      int share,
      Optional<String> environment,
      Optional<String> team,
      boolean stop,
      long seconds,
      String query,
      boolean dryRun) {}

  /** {@code 10%} or {@code 2.5%} in hundredths of a percent. */
  static int share(String text) {
    if (!text.matches("[0-9]{1,3}(\\.[0-9]{1,2})?%")) {
      throw usage(text);
    }
    double percent = Double.parseDouble(text.substring(0, text.length() - 1));
    if (percent <= 0 || percent > 100) {
      throw usage(text);
    }
    return (int) Math.round(percent * WHOLE / 100);
  }

  private static String inWords(int share) {
    return BigDecimal.valueOf(share, 2).stripTrailingZeros().toPlainString() + "%";
  }

  private static CommandException usage(String text) {
    return new CommandException(
        ExitCode.USAGE, text + " is no share: write one such as 10%, up to 100%");
  }

  /** Where in 0 … 9,999 a uid falls. */
  static int place(String uid) {
    try {
      byte[] sum =
          MessageDigest.getInstance("SHA-256").digest(uid.getBytes(StandardCharsets.UTF_8));
      return Math.floorMod(ByteBuffer.wrap(sum).getInt(), WHOLE);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  int run() {
    new WantedModule(plan.module(), plan.kind(), plan.to()).require(client);
    List<JsonNode> wave = new ArrayList<>();
    int matching = 0;
    int done = 0;
    int passedOver = 0;
    for (JsonNode document : ofOneKind(all())) {
      String module = document.at("/plan/module").asString("");
      boolean upgraded = module.equals(plan.module() + "@" + plan.to());
      if (upgraded || module.equals(plan.module() + "@" + plan.from())) {
        String phase = document.at("/status/phase").asString("");
        if (phase.matches("Deleting|Deleted|Quarantined")) {
          passedOver++;
          console.say("passed over: " + name(document) + ": it is " + phase);
          continue;
        }
        matching++;
        boolean chosen = place(uid(document)) < plan.share();
        if (chosen && upgraded && Progress.of(document) == Progress.USABLE) {
          done++;
        } else if (chosen) {
          wave.add(document);
        }
      }
    }
    console.say(
        matching
            + " match; "
            + (wave.size() + done)
            + " are in this wave, "
            + done
            + " are done"
            + (passedOver == 0 ? "" : ", " + passedOver + " passed over"));
    if (matching > 0 && wave.isEmpty() && done == 0) {
      console.say(
          "none of the "
              + matching
              + " falls into a wave of "
              + inWords(plan.share())
              + ": take a larger one");
    }
    wave.sort(
        Comparator.comparingInt(Waves::stage)
            .thenComparing(document -> place(uid(document)))
            .thenComparing(Waves::uid));
    return carryOut(wave);
  }

  private int carryOut(List<JsonNode> wave) {
    int failed = 0;
    int upgraded = 0;
    for (JsonNode document : wave) {
      Optional<String> failure = upgrade(document);
      if (failure.isEmpty()) {
        upgraded++;
        continue;
      }
      failed++;
      console.say("failed: " + name(document) + ": " + failure.get());
      if (plan.stop()) {
        console.say(
            "stopped: "
                + upgraded
                + " done, "
                + (wave.size() - upgraded - failed)
                + " not begun; the same command goes on from here");
        return ExitCode.FAILED;
      }
    }
    console.say(upgraded + " done, " + failed + " failed");
    return failed == 0 ? ExitCode.OK : ExitCode.FAILED;
  }

  /** Empty if it is ready with the new version. */
  private Optional<String> upgrade(JsonNode document) {
    String path = path(document);
    String etag = "\"" + uid(document) + "-" + document.at("/metadata/generation").asLong() + "\"";
    Map<String, String> headers = new HashMap<>(KeptDocument.header(KeptDocument.MANAGER));
    headers.put("If-Match", etag);
    try {
      ApiAnswer answer =
          client.post(
              path + ":upgrade" + plan.query(),
              Json.object().put("moduleVersion", plan.to()),
              headers);
      if (plan.dryRun()) {
        console.say(name(document) + ":");
        UpgradeWords.preview(answer.body()).forEach(line -> console.say("  " + line));
        return Optional.empty();
      }
      JsonNode settled =
          WaitOption.await(client, path, answer, Deadline.in(plan.seconds()), Progress::of);
      console.say(UpgradeWords.done(name(document), settled));
      return Progress.of(settled) == Progress.USABLE
          ? Optional.empty()
          : Optional.of(
              "it is "
                  + settled.at("/status/phase").asString("")
                  + " after "
                  + plan.seconds()
                  + " s at most; automat events says why");
    } catch (RefusedException e) {
      return Optional.of(ProblemText.of(e.problem(), Optional.empty()));
    }
  }

  private List<JsonNode> all() {
    StringBuilder query = new StringBuilder("/v1/resources?limit=" + PAGE);
    plan.environment().ifPresent(name -> query.append("&environment=").append(encoded(name)));
    plan.kind().ifPresent(name -> query.append("&kind=").append(client.plural(name)));
    plan.team().ifPresent(name -> query.append("&team=").append(encoded(name)));
    return client.pages(query.toString());
  }

  /** Kinds may have modules of the same name, and those have nothing in common. */
  private List<JsonNode> ofOneKind(List<JsonNode> all) {
    List<JsonNode> matching =
        all.stream()
            .filter(
                document ->
                    document.at("/plan/module").asString("").startsWith(plan.module() + "@"))
            .toList();
    List<String> kinds =
        matching.stream()
            .map(document -> document.path("kind").asString(""))
            .distinct()
            .sorted()
            .toList();
    if (kinds.size() > 1) {
      throw new CommandException(
          ExitCode.USAGE,
          plan.module()
              + " is a module of "
              + String.join(" and ", kinds)
              + ": say which is meant, with --kind");
    }
    return matching;
  }

  private static String encoded(String text) {
    return ApiClient.encoded(text);
  }

  private static int stage(JsonNode document) {
    return Environment.NAMES.indexOf(document.at("/spec/environment").asString(""));
  }

  private static String uid(JsonNode document) {
    return document.at("/metadata/uid").asString("");
  }

  private static String name(JsonNode document) {
    return document.path("kind").asString("")
        + " "
        + document.at("/metadata/team").asString("")
        + "/"
        + document.at("/metadata/name").asString("");
  }

  private String path(JsonNode document) {
    return client.path(
        document.at("/metadata/team").asString(""),
        document.path("kind").asString(""),
        document.at("/metadata/name").asString(""));
  }
}
