package dev.automat.store;

import dev.automat.cost.Amounts;
import dev.automat.resource.Cost;
import dev.automat.resource.Json;
import dev.automat.resource.Lease;
import dev.automat.resource.Origin;
import dev.automat.resource.Phase;
import dev.automat.resource.Plan;
import dev.automat.resource.Resource;
import dev.automat.resource.ResourceKey;
import dev.automat.resource.Status;
import dev.automat.resource.Stay;
import dev.automat.resource.Times;
import dev.automat.resource.Want;
import dev.automat.resource.Work;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;

/** A resource as a row: the one place that knows which column holds which part of the record. */
final class ResourceRow {

  /** What {@link #read} wants to find in a result, in this order, from a table called r. */
  static final String COLUMNS =
      "r.uid, r.team, r.kind, r.name, r.generation, r.labels, r.spec, r.plan, r.actor, r.client,"
          + " r.managed_by, r.created_by, r.first_seen_at, r.accepted_at, r.ready_at,"
          + " r.delete_requested_at, r.deleted_at, r.expires_at, r.want, r.phase, r.status, r.work,"
          + " r.lease_epoch, r.due_at, r.leased_until, r.wake, r.recreate, r.nudged_at,"
          + " r.last_event, r.bound, "
          + SteeringRow.COLUMNS;

  /** How many columns that is. */
  static final int COLUMN_COUNT = COLUMNS.split(",", -1).length;

  private static final Logger LOG = LoggerFactory.getLogger(ResourceRow.class);

  private static final ObjectReader LABELS =
      Json.mapper().readerFor(new TypeReference<Map<String, String>>() {});
  private static final ObjectReader SPEC = Json.mapper().readerFor(JsonNode.class);
  private static final ObjectReader PLAN = Json.mapper().readerFor(Plan.class);
  private static final ObjectReader STATUS = Json.mapper().readerFor(Status.class);
  private static final ObjectReader WORK = Json.mapper().readerFor(Work.class);

  private ResourceRow() {}

  /**
   * @throws tools.jackson.core.JacksonException if a document in the row can not be understood
   */
  static Resource read(ResultSet row) throws SQLException {
    return new Resource(
        row.getString(1),
        new ResourceKey(row.getString(2), row.getString(3), row.getString(4)),
        row.getLong(5),
        LABELS.readValue(row.getString(6)),
        SPEC.readValue(row.getString(7)),
        PLAN.readValue(row.getString(8)),
        new Origin(row.getString(9), row.getString(10), Optional.ofNullable(row.getString(11))),
        row.getString(12),
        new Times(
            instant(row, 13),
            instant(row, 14),
            optionalInstant(row, 15),
            optionalInstant(row, 16),
            optionalInstant(row, 17),
            optionalInstant(row, 18)),
        Want.valueOf(row.getString(19)),
        Phase.valueOf(row.getString(20)),
        STATUS.readValue(row.getString(21)),
        WORK.readValue(row.getString(22)),
        new Lease(row.getLong(23), instant(row, 24), instant(row, 25), row.getBoolean(26)),
        row.getBoolean(27),
        optionalInstant(row, 28),
        row.getLong(29),
        row.getBoolean(30),
        SteeringRow.read(row, 31));
  }

  /**
   * As {@link #read}, but empty, with a line in the log, if the row can not be understood: so that
   * one that a newer replica wrote does not keep the others from being claimed.
   */
  static Optional<Resource> readable(ResultSet row) throws SQLException {
    try {
      return Optional.of(read(row));
    } catch (JacksonException | IllegalArgumentException e) {
      LOG.error("resource {} can not be understood: {}", row.getString(1), e.getMessage());
      return Optional.empty();
    }
  }

  /** Everything that a new incarnation is stored with. */
  static Unnest<Resource> unnest(List<Resource> resources) {
    return Unnest.of(resources)
        .text("uid", Resource::uid)
        .text("team", resource -> resource.key().team())
        .text("kind", resource -> resource.key().kind())
        .text("name", resource -> resource.key().name())
        .text("live_key", resource -> resource.key().toString())
        .number("generation", Resource::generation)
        .json("labels", Resource::labels)
        .json("spec", Resource::spec)
        .json("plan", Resource::plan)
        .text("plan_digest", resource -> resource.plan().digest())
        .text("type", resource -> resource.plan().type())
        .text("account", resource -> account(resource.plan()))
        .text("region", resource -> resource.plan().placement().region())
        .text("environment", resource -> environment(resource.spec()))
        .text("external_name", resource -> resource.status().externalName())
        .text("actor", resource -> resource.origin().actor())
        .text("client", resource -> resource.origin().client())
        .optionalText("managed_by", resource -> resource.origin().managedBy())
        .text("created_by", Resource::createdBy)
        .instant("first_seen_at", resource -> resource.times().firstSeen())
        .instant("accepted_at", resource -> resource.times().accepted())
        .optionalInstant("ready_at", resource -> resource.times().ready())
        .optionalInstant("delete_requested_at", resource -> resource.times().deleteRequested())
        .optionalInstant("deleted_at", resource -> resource.times().deleted())
        .optionalInstant("expires_at", resource -> resource.times().expires())
        .text("want", resource -> resource.want().name())
        .text("phase", resource -> resource.phase().name())
        .json("status", Resource::status)
        .json("work", Resource::work)
        .flag("recreate", Resource::recreate)
        .number("lease_epoch", resource -> resource.lease().epoch())
        .instant("due_at", resource -> resource.lease().dueAt())
        .instant("leased_until", resource -> resource.lease().leasedUntil())
        .flag("leased", _ -> false)
        .flag("wake", _ -> false)
        .number("last_event", _ -> 1)
        .text("currency", resource -> currency(resource.plan()))
        .number("monthly_hundredths", resource -> hundredths(resource.plan()))
        .optionalText("restored_from", resource -> resource.stay().restoredFrom().map(Json::write))
        .optionalText("stack", resource -> resource.stay().member().map(Json::write))
        .optionalText("pause", resource -> resource.stay().pause().map(Json::write))
        .optionalInstant(
            "paused_until", resource -> resource.stay().pause().map(Stay.Pause::until));
  }

  /** The account as the work queue and the sweep name it. */
  static String account(Plan plan) {
    return plan.placement().provisioner() + "/" + plan.placement().account();
  }

  /** The currency of the estimate; empty if there is none. */
  static String currency(Plan plan) {
    return plan.cost().map(Cost::currency).orElse("");
  }

  /** The estimate of a month, for what is added up; 0 if there is none. */
  static long hundredths(Plan plan) {
    return plan.cost().map(Cost::amount).map(Amounts::hundredths).orElse(0L);
  }

  /** The environment, for filters; empty if the request names none. */
  static String environment(JsonNode spec) {
    return spec.path("environment").asString("");
  }

  /** The record as it stands after its creation. */
  static Resource created(Resource resource) {
    Lease lease = resource.lease();
    return new Resource(
        resource.uid(),
        resource.key(),
        resource.generation(),
        resource.labels(),
        resource.spec(),
        resource.plan(),
        resource.origin(),
        resource.createdBy(),
        resource.times(),
        resource.want(),
        resource.phase(),
        resource.status(),
        resource.work(),
        new Lease(lease.epoch(), lease.dueAt(), lease.leasedUntil(), false),
        resource.recreate(),
        resource.nudgedAt(),
        1,
        false,
        resource.stay());
  }

  static Instant instant(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  static Optional<Instant> optionalInstant(ResultSet row, int column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }
}
