package dev.automat.api.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.api.contract.Contract;
import dev.automat.api.exchange.Problem;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestPathsTest {

  private final NearestPaths paths = new NearestPaths(Contract.load());

  @ParameterizedTest
  @CsvSource({
    "/v1/team/payments/databases/orders, /v1/teams/{team}/{kinds}/{name}",
    "/v1/resource, /v1/resources",
    "/v1/teams/payments/stack, /v1/teams/{team}/stacks",
    "/v1/teams/payments/stcks/pr-1/events, /v1/teams/{team}/stacks/{name}/events",
    "/helthz, /healthz",
  })
  void whatIsMisspeltComesFirst(String path, String nearest) {
    Problem problem = paths.problem(path);

    assertEquals(Optional.of(nearest), problem.nearest());
    assertEquals(nearest, problem.exists().getFirst());
    assertEquals(10, problem.exists().size());
  }

  @Test
  void theListOfAKindIsWhereAllListsAre() {
    Problem problem = paths.problem("/v1/teams/payments/databases");

    assertTrue(
        problem.fix().orElse("").endsWith("GET /v1/resources?team=payments&kind=databases"),
        problem.toString());
    assertEquals(Optional.empty(), problem.nearest());
  }

  @Test
  void theFixDoesNotRepeatWhatThereIs() {
    Problem problem = paths.problem("/v1/nope/" + "x".repeat(4000));

    assertEquals(Optional.of("take one of those that exist; /openapi.json has all"), problem.fix());
    assertEquals(10, problem.exists().size());
  }
}
