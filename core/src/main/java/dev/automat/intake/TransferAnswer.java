package dev.automat.intake;

import dev.automat.resource.Resource;
import dev.automat.resource.Violation;
import dev.automat.team.Transfer;
import dev.automat.team.TransferRecords.Renewed;
import java.util.List;

/** What became of an offer. */
public sealed interface TransferAnswer {

  /**
   * So it stands now.
   *
   * @param made whether the call made the offer, and did not find it
   */
  record Standing(Transfer transfer, boolean made) implements TransferAnswer {}

  /**
   * The resource is the other team's, and the engine retags it.
   *
   * @param secrets what became of those of its bindings
   * @param warnings limits of the receiving team that it goes beyond, and may
   */
  record Moved(Resource resource, Renewed secrets, List<Violation> warnings)
      implements TransferAnswer {

    public Moved {
      warnings = List.copyOf(warnings);
    }
  }

  /** Nothing was changed: {@link Answer.Refused} or {@link Answer.Clash}. */
  record Not(Answer answer) implements TransferAnswer {}
}
