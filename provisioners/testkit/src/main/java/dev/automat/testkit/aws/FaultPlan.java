package dev.automat.testkit.aws;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Which fault the next call meets: ordered by a test, or else drawn. */
final class FaultPlan {

  private static final class Order {
    private final Fault fault;
    private final Predicate<AwsCall> which;
    private int times;

    Order(Fault fault, int times, Predicate<AwsCall> which) {
      this.fault = fault;
      this.times = times;
      this.which = which;
    }
  }

  private final Switches switches;
  private final List<Order> orders = new ArrayList<>();

  FaultPlan(Switches switches) {
    this.switches = switches;
  }

  synchronized void order(Fault fault, int times, Predicate<AwsCall> which) {
    orders.add(new Order(fault, times, which));
  }

  synchronized void forget() {
    orders.clear();
  }

  synchronized Optional<Fault> next(AwsCall call) {
    // Drawn in any case, so that an order changes nothing about the draws after it.
    Optional<Fault> drawn = draw(call);
    for (Iterator<Order> all = orders.iterator(); all.hasNext(); ) {
      Order order = all.next();
      if (order.which.test(call)) {
        if (--order.times <= 0) {
          all.remove();
        }
        return Optional.of(order.fault);
      }
    }
    return drawn;
  }

  private Optional<Fault> draw(AwsCall call) {
    AwsFaults faults = switches.faults;
    double rolled = switches.dice.roll("fate of " + call.service() + ":" + call.action());
    for (Fault fault : Fault.values()) {
      rolled -= faults.shares().getOrDefault(fault, 0.0);
      if (rolled < 0) {
        return Optional.of(fault);
      }
    }
    return Optional.empty();
  }
}
