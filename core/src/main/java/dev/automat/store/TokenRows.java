package dev.automat.store;

import dev.automat.identity.Role;
import dev.automat.identity.TokenRecord;
import dev.automat.identity.Tokens;
import dev.automat.store.Transactions.Keep;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Tokens for machines, by their digests. */
final class TokenRows implements Tokens {

  /** Stands in comparisons where a token is of no team. */
  private static final String PLATFORM = "";

  private final Transactions transactions;
  private final Sql sql;

  TokenRows(Transactions transactions, Sql sql) {
    this.transactions = transactions;
    this.sql = sql;
  }

  @Override
  public void add(TokenRecord token) {
    transactions.write(
        Keep.NOW,
        handle ->
            handle
                .createUpdate(sql.get("add-token"))
                .bind("id", token.id())
                .bind("digest", token.digest())
                .bind("name", token.name())
                .bind("team", token.team())
                .bind("role", token.role().text())
                .bind("created_by", token.createdBy())
                .bind("created_at", Unnest.instant(token.created()))
                .bind("expires_at", Unnest.instant(token.expires()))
                .execute());
  }

  @Override
  public Optional<TokenRecord> byDigest(String digest) {
    return transactions.read(
        handle ->
            records(handle.createQuery(sql.get("token-by-digest")).bind("digest", digest)).stream()
                .findFirst());
  }

  @Override
  public List<TokenRecord> of(Optional<String> team, Instant endedSince) {
    return transactions.read(
        handle ->
            records(
                handle
                    .createQuery(sql.get("tokens"))
                    .bind("team", team.orElse(PLATFORM))
                    .bind("ended_since", Unnest.instant(endedSince))));
  }

  @Override
  public Optional<TokenRecord> revoke(String id, Optional<String> team, Instant at) {
    return transactions.write(
        Keep.NOW,
        handle -> {
          handle
              .createUpdate(sql.get("revoke-token"))
              .bind("id", id)
              .bind("team", team.orElse(PLATFORM))
              .bind("at", Unnest.instant(at))
              .execute();
          return byId(handle, id, team);
        });
  }

  private Optional<TokenRecord> byId(Handle handle, String id, Optional<String> team) {
    return records(
            handle
                .createQuery(sql.get("token-by-id"))
                .bind("id", id)
                .bind("team", team.orElse(PLATFORM)))
        .stream()
        .findFirst();
  }

  @Override
  public void used(String id, Instant at) {
    transactions.write(
        Keep.SOON,
        handle ->
            handle
                .createUpdate(sql.get("token-used"))
                .bind("id", id)
                .bind("at", Unnest.instant(at))
                .execute());
  }

  private static List<TokenRecord> records(Query query) {
    return query.map((row, context) -> record(row)).list();
  }

  private static TokenRecord record(ResultSet row) throws SQLException {
    String role = row.getString(5);
    return new TokenRecord(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        Optional.ofNullable(row.getString(4)),
        Role.of(role)
            .orElseThrow(() -> new IllegalStateException("the store has the role " + role)),
        row.getString(6),
        ResourceRow.instant(row, 7),
        ResourceRow.instant(row, 8),
        optional(row, 9),
        optional(row, 10));
  }

  private static Optional<Instant> optional(ResultSet row, int column) throws SQLException {
    @Nullable Object value = row.getObject(column);
    return value == null ? Optional.empty() : Optional.of(ResourceRow.instant(row, column));
  }
}
