package dev.automat.api.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.automat.team.TeamForm;
import org.junit.jupiter.api.Test;

/** What is said of a team has one form. */
class TeamFormTest {

  @Test
  void theContractSaysOfATeamWhatTheConfigurationAndFilesDo() {
    assertEquals(TeamForm.schema(), Contract.load().document().at("/components/schemas/TeamSpec"));
  }
}
