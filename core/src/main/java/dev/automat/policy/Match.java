package dev.automat.policy;

import dev.automat.schema.Complaints;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
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

  /** Whether it can mean what is made by that provisioner. */
  boolean meansCloud(String cloud) {
    return fits(clouds, cloud);
  }

  /** A name that does not exist would have the rule speak of nothing. */
  void check(String pointer, Vocabulary words, Set<String> variables, Complaints complaints) {
    known("kind", kinds, words.kinds(), pointer + "/kinds", complaints);
    known("environment", environments, words.environments(), pointer + "/environments", complaints);
    Set<String> names =
        words.offers().stream()
            // A kind that is not there has no modules, which is no second mistake.
            .filter(offer -> fits(kinds, offer.kind()) || !words.kinds().containsAll(kinds))
            .map(Vocabulary.Offer::module)
            .collect(Collectors.toSet());
    known("module", modules, names, pointer + "/modules", complaints);
    Set<String> all =
        words.offers().stream()
            .flatMap(offer -> offer.settings().keySet().stream())
            .collect(Collectors.toSet());
    known("provisioner", clouds, all, pointer + "/clouds", complaints);
    known("input or setting", given, variables, pointer + "/given", complaints);
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
