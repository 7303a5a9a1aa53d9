package dev.automat.store;

import dev.automat.resource.SealedSecret;
import dev.automat.store.Transactions.Keep;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The ledger over H2 or PostgreSQL. An envelope has the id of its key in its bytes 6 to 9. */
final class KeyRows implements KeyLedger {

  private final Transactions transactions;
  private final Sql sql;
  private final Questions questions;

  KeyRows(Transactions transactions, Sql sql, Questions questions) {
    this.transactions = transactions;
    this.sql = sql;
    this.questions = questions;
  }

  @Override
  public Set<String> needed() {
    return transactions.read(
        handle ->
            new LinkedHashSet<>(
                handle.createQuery(sql.get("needed-keys")).mapTo(String.class).list()));
  }

  @Override
  public void use(String keyId, Instant now) {
    if (needed().contains(keyId)) {
      return;
    }
    transactions.write(
        Keep.NOW,
        handle ->
            change(handle, "add-key", keyId, now) > 0
                || change(handle, "use-key-again", keyId, now) > 0);
  }

  @Override
  public boolean retire(String keyId, Instant now) {
    return transactions.write(
        Keep.NOW,
        handle ->
            !sealedWith(handle).containsKey(keyId)
                && change(handle, "retire-key", keyId, now) >= 0);
  }

  private int change(Handle handle, String statement, String keyId, Instant now) {
    return handle
        .createUpdate(sql.get(statement))
        .bind("id", keyId)
        .bind("now", Unnest.instant(now))
        .execute();
  }

  @Override
  public Map<String, Long> sealedWith() {
    return transactions.read(this::sealedWith);
  }

  private Map<String, Long> sealedWith(Handle handle) {
    return handle
        .createQuery(sql.get("sealed-with"))
        .map((row, context) -> Map.entry(keyId(row.getBytes(1)), row.getLong(2)))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static String keyId(byte[] prefix) {
    // An envelope that was cut short has no key; it is in the count all the same.
    return prefix.length == Integer.BYTES
        ? Integer.toUnsignedString(ByteBuffer.wrap(prefix).getInt())
        : "none";
  }

  private static byte[] prefix(String keyId) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(Integer.parseUnsignedInt(keyId)).array();
  }

  @Override
  public List<SealedSecret> notSealedWith(String keyId, Optional<SealedSecret> after, int limit) {
    return transactions.read(
        handle ->
            handle
                .createQuery(sql.get("not-sealed-with"))
                .bind("key", prefix(keyId))
                .bind("uid", after.map(SealedSecret::uid).orElse(""))
                .bind("field", after.map(SealedSecret::field).orElse(""))
                .bind("version", after.map(SealedSecret::version).orElse(0))
                .bind("limit", limit)
                .map(
                    (row, context) ->
                        new SealedSecret(
                            row.getString(1), row.getString(2), row.getInt(3), row.getBytes(4)))
                .list());
  }

  @Override
  public int reseal(List<Resealed> batch) {
    return batch.isEmpty()
        ? 0
        : transactions.write(
            Keep.NOW,
            handle ->
                Unnest.of(batch)
                    .text("uid", pair -> pair.before().uid())
                    .text("field", pair -> pair.before().field())
                    .number("version", pair -> pair.before().version())
                    .bytes("before", pair -> pair.before().envelope())
                    .bytes("after", pair -> pair.after().envelope())
                    .bindTo(handle.createUpdate(sql.get("reseal")))
                    .execute());
  }

  @Override
  public List<ReplicaKeys> replicas(Duration silence) {
    return transactions.read(
        handle ->
            handle
                .createQuery(sql.get("replica-keys"))
                .bind("since", Unnest.instant(questions.databaseTime(handle).minus(silence)))
                .map((row, context) -> replica(row.getString(1), row.getString(2)))
                .list());
  }

  private static ReplicaKeys replica(String id, @Nullable String keys) {
    return new ReplicaKeys(
        id, keys == null || keys.isEmpty() ? List.of() : List.of(keys.split(",", -1)));
  }
}
