package dev.automat.testkit.gcp;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a person sees and does in one project past the API: it is never disturbed, takes no time,
 * and knows no rules.
 */
public final class SqlConsole {

  private final SqlState state;
  private final String project;

  SqlConsole(SqlState state, String project) {
    this.state = state;
    this.project = project;
  }

  /** The names of the instances that stand, those too that are being made or deleted. */
  public List<String> instances() {
    return state.standing(project).stream().map(SqlInstance::name).toList();
  }

  /** What the API shows of an instance. */
  public Optional<ObjectNode> instance(String name) {
    return state.find(project, name).map(SqlInstance::shown);
  }

  /** The users in an instance. */
  public Set<String> users(String name) {
    return state.find(project, name).map(one -> Set.copyOf(one.users().keySet())).orElse(Set.of());
  }

  /** The databases in an instance. */
  public Set<String> databases(String name) {
    return state
        .find(project, name)
        .map(one -> Set.copyOf(one.databases().keySet()))
        .orElse(Set.of());
  }

  /** Changes what an instance is. */
  public void edit(String name, Consumer<ObjectNode> change) {
    SqlInstance instance = state.find(project, name).orElseThrow();
    ObjectNode all = instance.shown();
    change.accept(all);
    state.edit(instance, all);
  }

  /** The backups in the project, of instances that are gone, too. */
  public List<ObjectNode> backups() {
    return state.backupsOf(project);
  }

  /**
   * Puts up a backup that is complete and holds nothing.
   *
   * @param id the last part of its name
   * @param body as the API shows it
   */
  public void plantBackup(String id, Consumer<ObjectNode> body) {
    ObjectNode shown = JsonMapper.shared().createObjectNode();
    shown.put("name", "projects/" + project + "/backups/" + id).put("state", "SUCCESSFUL");
    body.accept(shown);
    state.plantBackup(project, shown, id);
  }

  /** Takes a backup away. */
  public void uprootBackup(String id) {
    state.uprootBackup(project, id);
  }

  /** Begins what Google does each night by itself; it takes as long as a change. */
  public void backUp(String name) {
    state.backUp(project, state.find(project, name).orElseThrow());
  }

  /**
   * Puts up an instance, which runs at once.
   *
   * @param body as for {@code instances.insert}, with name, databaseVersion and settings
   */
  public void plant(Consumer<ObjectNode> body) {
    ObjectNode wanted = JsonMapper.shared().createObjectNode();
    body.accept(wanted);
    state.plant(project, wanted);
  }

  /** Takes an instance away, with its name. */
  public void uproot(String name) {
    state.uproot(project, name);
  }
}
