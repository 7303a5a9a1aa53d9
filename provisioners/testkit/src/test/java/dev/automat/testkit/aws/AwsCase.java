package dev.automat.testkit.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** One moto for all tests; a proxy, a clock and an account for each test. */
abstract class AwsCase {

  static final long SEED = 42;

  final Hand clock = new Hand();
  MotoServer moto;
  HostileAws aws;
  Clients clients;

  @BeforeEach
  void standInFront() {
    moto = MotoServer.shared();
    aws = HostileAws.before(moto, clock, SEED);
    clients = Clients.inNewAccount(aws.endpoint());
  }

  @AfterEach
  void leave() {
    if (aws == null) {
      return;
    }
    List<String> failures = aws.ownFailures();
    aws.close();
    assertEquals(List.of(), failures);
  }

  static void await(String what, BooleanSupplier condition) {
    long limit = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < limit, what);
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }
}
