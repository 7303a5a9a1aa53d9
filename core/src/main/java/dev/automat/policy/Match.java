package dev.automat.policy;

import dev.automat.schema.Complaints;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Which plans a rule speaks of. An empty list is all.
 *
 * @param given variables that must have a value
 */
record Match(
    List<String> kinds,
    List<String> modules,
    List<String> environments,
    List<String> clouds,
    List<String> teams,
    List<String> given) {

  /** Everything. */
  static final Match ALL = read(MissingNode.getInstance());

  static Match read(JsonNode node) {
    return new Match(
        texts(node.path("kinds")),
        texts(node.path("modules")),
        texts(node.path("environments")),
        texts(node.path("clouds")),
        texts(node.path("teams")),
        texts(node.path("given")));
  }

  private static List<String> texts(JsonNode list) {
    return list.valueStream().filter(JsonNode::isString).map(JsonNode::asString).toList();
  }

  boolean fits(Subject subject) {
    return fits(kinds, subject.kind())
        && fits(modules, subject.module())
        && fits(environments, subject.environment())
        && fits(clouds, subject.cloud())
        && fits(teams, subject.team())
        && given.stream().allMatch(subject::has);
  }

  private static boolean fits(List<String> names, String name) {
    return names.isEmpty() || names.contains(name);
  }

  /** The module versions that it can mean. */
  List<Vocabulary.Offer> among(List<Vocabulary.Offer> offers) {
    return offers.stream()
        .filter(offer -> fits(kinds, offer.kind()) && fits(modules, offer.module()))
        .toList();
  }

  /** The module versions that it could mean if they had not been left out. */
  List<Vocabulary.LeftOut> leftOut(Vocabulary words) {
    return words.leftOut().stream()
        .filter(each -> fits(kinds, each.kind()) && fits(modules, each.module()))
        .toList();
  }

  /**
   * Without the clouds and variables that no module has: what is left out could have them, and to
   * mean too much is the safe side.
   */
  Match withoutUnknown(Vocabulary words, Set<String> variables) {
    return new Match(
        kinds,
        modules,
        environments,
        cloudsOf(words).containsAll(clouds) ? clouds : List.of(),
        teams,
        given.stream().filter(variables::contains).toList());
  }

  /** Whether it can mean what is made by that provisioner. */
  boolean meansCloud(String cloud) {
    return fits(clouds, cloud);
  }

  /** A name that does not exist would have the rule speak of nothing. */
  void check(String pointer, Vocabulary words, Set<String> variables, Complaints complaints) {
    known("kind", kinds, words.kinds(), pointer + "/kinds", complaints);
    known("environment", environments, words.environments(), pointer + "/environments", complaints);
    known("module", modules, modulesOf(words), pointer + "/modules", complaints);
    known("provisioner", clouds, cloudsOf(words), pointer + "/clouds", complaints);
    known("input or setting", given, variables, pointer + "/given", complaints);
  }

  private Set<String> modulesOf(Vocabulary words) {
    // A kind that is not there has no modules, which is no second mistake.
    boolean any = !words.kinds().containsAll(kinds);
    return Stream.concat(
            words.offers().stream()
                .filter(offer -> any || fits(kinds, offer.kind()))
                .map(Vocabulary.Offer::module),
            words.leftOut().stream()
                .filter(each -> any || fits(kinds, each.kind()))
                .map(Vocabulary.LeftOut::module))
        .collect(Collectors.toSet());
  }

  private static Set<String> cloudsOf(Vocabulary words) {
    return Stream.concat(
            words.offers().stream().flatMap(offer -> offer.settings().keySet().stream()),
            words.leftOut().stream().flatMap(each -> each.clouds().stream()))
        .collect(Collectors.toSet());
  }

  private static void known(
      String what,
      List<String> names,
      Collection<String> exists,
      String pointer,
      Complaints complaints) {
    for (int i = 0; i < names.size(); i++) {
      if (!exists.contains(names.get(i))) {
        complaints.unknown(
            pointer + "/" + i, what, names.get(i), exists.stream().sorted().toList());
      }
    }
  }
}
