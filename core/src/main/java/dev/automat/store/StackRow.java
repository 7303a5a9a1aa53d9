package dev.automat.store;

import dev.automat.resource.Json;
import dev.automat.resource.Origin;
import dev.automat.resource.Want;
import dev.automat.stack.Stack;
import dev.automat.stack.StackKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;

/** A stack as a row: the one place that knows which column holds which part of the record. */
final class StackRow {

  /** What {@link #read} wants to find in a result, in this order, from a table called s. */
  static final String COLUMNS =
      "s.uid, s.team, s.name, s.generation, s.revision, s.labels, s.spec, s.actor, s.client,"
          + " s.managed_by, s.created_by, s.created_at, s.expires_at, s.want, s.restored_from";

  private static final ObjectReader LABELS =
      Json.mapper().readerFor(new TypeReference<Map<String, String>>() {});

  private StackRow() {}

  static Stack read(ResultSet row) throws SQLException {
    return new Stack(
        row.getString(1),
        new StackKey(row.getString(2), row.getString(3)),
        row.getLong(4),
        row.getLong(5),
        LABELS.readValue(row.getString(6)),
        Json.read(row.getString(7), JsonNode.class),
        new Origin(row.getString(8), row.getString(9), Optional.ofNullable(row.getString(10))),
        row.getString(11),
        ResourceRow.instant(row, 12),
        ResourceRow.optionalInstant(row, 13),
        Want.valueOf(row.getString(14)),
        Optional.ofNullable(row.getString(15)));
  }

  /** Everything that a new one is stored with. */
  static Unnest<Stack> made(Stack stack) {
    return Unnest.of(List.of(stack))
        .text("uid", Stack::uid)
        .text("team", made -> made.key().team())
        .text("name", made -> made.key().name())
        .text("live_key", made -> made.key().toString())
        .text("live_team", made -> made.key().team())
        .number("generation", Stack::generation)
        .number("revision", _ -> 1)
        .json("labels", Stack::labels)
        .json("spec", Stack::spec)
        .text("actor", made -> made.origin().actor())
        .text("client", made -> made.origin().client())
        .optionalText("managed_by", made -> made.origin().managedBy())
        .text("created_by", Stack::createdBy)
        .instant("created_at", Stack::createdAt)
        .optionalInstant("expires_at", Stack::expires)
        .text("want", made -> made.want().name())
        .optionalText("restored_from", Stack::restoredFrom);
  }

  /**
   * What a change sets.
   *
   * @param before whose revision it was planned on
   */
  static Unnest<Stack> changed(Stack before, Stack after) {
    return Unnest.of(List.of(after))
        .text("uid", Stack::uid)
        .number("revision", _ -> before.revision())
        .number("generation", Stack::generation)
        .json("labels", Stack::labels)
        .json("spec", Stack::spec)
        .text("actor", stack -> stack.origin().actor())
        .text("client", stack -> stack.origin().client())
        .optionalText("managed_by", stack -> stack.origin().managedBy())
        .optionalInstant("expires_at", Stack::expires)
        .text("want", stack -> stack.want().name());
  }
}
