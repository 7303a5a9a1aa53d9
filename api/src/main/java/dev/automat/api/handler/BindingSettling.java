package dev.automat.api.handler;

import dev.automat.resource.Binding;
import dev.automat.store.BindingStore;
import java.time.Duration;
import java.util.Optional;

/** Waits until the engine has done for a binding what it can. */
final class BindingSettling {

  private final BindingStore store;
  private final ChangeSignals signals;

  BindingSettling(BindingStore store, ChangeSignals signals) {
    this.store = store;
    this.signals = signals;
  }

  /** The binding as it stands when it has settled, or when the time is over. */
  Binding await(Binding start, Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    try (ChangeSignals.Signal signal = signals.listen(start.uid())) {
      while (true) {
        Optional<Binding> found = find(start);
        Binding now = found.orElse(start);
        Duration left = Duration.ofNanos(end - System.nanoTime());
        boolean over = found.isEmpty() || isSettled(now);
        if (over || !left.isPositive() || signals.stopping()) {
          return now;
        }
        signal.await(left);
      }
    }
  }

  /** By its id: the name may be another's by now. */
  private Optional<Binding> find(Binding wanted) {
    return store.of(wanted.uid()).stream()
        .filter(binding -> binding.id().equals(wanted.id()))
        .findFirst();
  }

  static boolean isSettled(Binding binding) {
    if (binding.absent()) {
      return binding.gone().isPresent();
    }
    boolean failed =
        binding
            .status()
            .trouble()
            .filter(trouble -> trouble.generation() >= binding.generation())
            .isPresent();
    return failed || binding.status().observedGeneration() >= binding.generation();
  }
}
