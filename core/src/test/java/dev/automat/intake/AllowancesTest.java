package dev.automat.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.automat.catalog.Catalog;
import dev.automat.catalog.FakePlugins;
import dev.automat.cost.Budget;
import dev.automat.cost.Budget.OnExceed;
import dev.automat.cost.Limits;
import dev.automat.team.TeamSpec;
import dev.automat.team.Teams;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whose limits hold for whom. */
class AllowancesTest {

  private static final Catalog CATALOG =
      Catalog.load(Path.of("..", "modules"), FakePlugins.local());

  private static final Budget LARGE = new Budget(new BigDecimal("900.00"), "USD", OnExceed.DENY);
  private static final Budget SMALL = new Budget(new BigDecimal("5.00"), "USD", OnExceed.WARN);

  @Test
  void aTeamsOwnLimitsStandBeforeThoseOfEveryTeam() {
    Allowances allowances =
        allowances(
            new Limits(Map.of("dev", LARGE), Map.of("databases", 9)),
            new Limits(Map.of("dev", SMALL, "prod", SMALL), Map.of("databases", 1, "queues", 2)));

    Limits payments = allowances.of("payments");
    assertEquals(Map.of("dev", LARGE, "prod", SMALL), payments.budgets());
    assertEquals(Map.of("databases", 9, "queues", 2), payments.quota());
    assertEquals(Map.of("databases", 1, "queues", 2), allowances.of("anybody").quota());
  }

  @Test
  void aQuotaOfNoKindIsNamedWithWhatWasMeant() {
    Allowances allowances = allowances(new Limits(Map.of(), Map.of("databses", 9)), Limits.NONE);

    assertEquals(
        List.of(
            "the team payments has a quota of databses, and no kind has that plural: did you mean"
                + " databases?"),
        allowances.mistaken());
  }

  private static Allowances allowances(Limits payments, Limits all) {
    return new Allowances(
        Teams.configured(Map.of("payments", team(payments), Teams.ANY, team(all))), CATALOG);
  }

  private static TeamSpec team(Limits limits) {
    return new TeamSpec(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        Optional.empty(),
        limits);
  }
}
