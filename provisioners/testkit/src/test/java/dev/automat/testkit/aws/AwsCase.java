package dev.automat.testkit.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** One moto for all tests; a proxy, a clock and an account for each test. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class AwsCase {

  static final long SEED = 42;

  final Hand clock = new Hand();
  MotoServer moto;
  HostileAws aws;
  Clients clients;

  @BeforeAll
  void startMoto() {
    moto = MotoServer.shared();
  }

  @BeforeEach
  void standInFront() {
    aws = HostileAws.before(moto, clock, SEED);
    clients = Clients.inNewAccount(aws.endpoint());
  }

  @AfterEach
  void leave() {
    List<String> failures = aws.ownFailures();
    aws.close();
    assertEquals(List.of(), failures);
  }

  static void await(String what, BooleanSupplier condition) {
    long limit = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < limit, what);
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }
}
