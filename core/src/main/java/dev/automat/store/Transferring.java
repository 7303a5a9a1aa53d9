package dev.automat.store;

import dev.automat.policy.Leaning;
import dev.automat.team.TransferRecords;
import java.util.Optional;

/** Transfers with what goes beside an acceptance: teams know of no rules, and so of no waivers. */
public interface Transferring extends TransferRecords {

  /**
   * As the other, by the grace of waivers, which are looked at once more in its transaction.
   *
   * @param leaning the waivers of the receiving team that it needs; empty: it breaks no rule
   */
  Outcome accept(Acceptance acceptance, Optional<Leaning> leaning);

  @Override
  default Outcome accept(Acceptance acceptance) {
    return accept(acceptance, Optional.empty());
  }
}
