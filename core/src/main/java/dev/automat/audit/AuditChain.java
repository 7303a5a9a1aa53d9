package dev.automat.audit;

import dev.automat.resource.SealedSecret;
import java.util.List;
import java.util.Optional;

/**
 * The lines of the log in the order in which they were sealed, each bound to the one before. Lines
 * are sealed after they were committed, so that no request waits for another's. Safe for many
 * threads and for several replicas: what two seal at once, one does.
 */
public interface AuditChain {

  /**
   * Seals entries that are not sealed yet, the oldest first.
   *
   * @return how many it sealed; fewer than {@code limit}: there are no more
   */
  int seal(int limit);

  /** The last sealed line; {@link Link#START} if there is none. */
  Link head();

  /** Sealed lines behind that position, in their order. */
  List<SealedLine> after(long position, int limit);

  /** The key that checkpoints are signed with, if one was made. */
  Optional<SealedSecret> key();

  /** Keeps a key, unless there is one; returns the one that there is then. */
  SealedSecret keep(SealedSecret key);
}
