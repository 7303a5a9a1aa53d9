package dev.automat.audit;

import dev.automat.resource.Json;
import java.util.SortedMap;

/**
 * A place in the chain: the hash covers its own entry and the hash before it, and through that all
 * that came before.
 *
 * @param position counts the sealed lines, from 1 and without gaps; 0: nothing is sealed
 * @param hash as of {@link Json#digest}; empty at 0
 */
public record Link(long position, String hash) {

  /** Before the first line. */
  public static final Link START = new Link(0, "");

  /** The link of the entry that comes next. */
  public Link next(long sequence, AuditEntry entry) {
    SortedMap<String, Object> members = entry.members(sequence);
    members.put("position", position + 1);
    members.put("previous", hash);
    return new Link(position + 1, Json.digest(members));
  }
}
