package dev.automat.engine;

import dev.automat.store.Beginning;
import dev.automat.store.Completion;
import dev.automat.store.Store;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;

/**
 * Kills a replica, or freezes it while another one works, around every write to the store and every
 * call to the cloud.
 */
final class Hazards {

  private final RandomGenerator random;
  private final Runnable othersWork;
  private double kill;
  private double freeze;
  private boolean frozen;

  /** The replica is no more; what it held in memory is lost. */
  static final class Killed extends VirtualMachineError {
    private static final long serialVersionUID = 1L;

    Killed() {
      super("killed");
    }
  }

  /**
   * @param othersWork lets more time pass than a lease lasts, and lets other replicas work
   *     meanwhile
   */
  Hazards(RandomGenerator random, double kill, double freeze, Runnable othersWork) {
    this.random = random;
    this.kill = kill;
    this.freeze = freeze;
    this.othersWork = othersWork;
  }

  void end() {
    kill = 0;
    freeze = 0;
  }

  private void perhapsKill() {
    if (random.nextDouble() < kill) {
      throw new Killed();
    }
  }

  private void perhapsFreeze() {
    if (!frozen && random.nextDouble() < freeze) {
      frozen = true;
      try {
        othersWork.run();
      } finally {
        frozen = false;
      }
    }
  }

  Records records(Store store, InstantSource clock) {
    return new Records() {
      @Override
      public boolean begin(Beginning beginning) {
        perhapsFreeze();
        perhapsKill();
        boolean held = store.begin(List.of(beginning)).getFirst();
        perhapsFreeze();
        perhapsKill();
        return held;
      }

      @Override
      public boolean complete(Completion completion) {
        perhapsFreeze();
        perhapsKill();
        boolean held = store.complete(List.of(completion), clock.instant()).getFirst();
        perhapsKill();
        return held;
      }
    };
  }

  /**
   * No freeze between the last look at the lease and the call: nothing could tell it from a slow
   * network.
   */
  CloudCalls calls() {
    return new CloudCalls() {
      @Override
      public <T> T call(Callable<T> call) {
        perhapsKill();
        T answer = new DirectCalls().call(call);
        perhapsFreeze();
        perhapsKill();
        return answer;
      }
    };
  }
}
