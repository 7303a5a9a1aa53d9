package dev.automat.audit;

import java.util.Optional;

/**
 * One request on its way, known to the thread that carries it: whatever the store accepts meanwhile
 * is written down with who asked for it, in the same transaction. So no way of writing can forget
 * it. What nobody asked for, the engine does.
 */
public final class Asked {

  private static final ScopedValue<Asked> NOW = ScopedValue.newInstance();

  private final AuditDraft draft;
  private volatile boolean writtenDown;

  public Asked(AuditDraft draft) {
    this.draft = draft;
  }

  /** The request that this thread carries. */
  public static Optional<Asked> now() {
    return NOW.isBound() ? Optional.of(NOW.get()) : Optional.empty();
  }

  /** Does the work for this request. */
  public <R, X extends Throwable> R during(ScopedValue.CallableOp<? extends R, X> work) throws X {
    return ScopedValue.where(NOW, this).call(work);
  }

  public AuditDraft draft() {
    return draft;
  }

  /** To be told by whoever committed a line of it. */
  public void wasWrittenDown() {
    writtenDown = true;
  }

  /** Whether a line of it stands in the log. */
  public boolean isWrittenDown() {
    return writtenDown;
  }
}
