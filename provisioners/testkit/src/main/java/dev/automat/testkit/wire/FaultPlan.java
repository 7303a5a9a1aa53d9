package dev.automat.testkit.wire;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which fault the next call of a stand-in meets: ordered by a test, or else drawn.
 *
 * @param <C> a call, as the stand-in has read it
 */
public final class FaultPlan<C> {

  private static final class Order<C> {
    private final Fault fault;
    private final Predicate<C> which;
    private int times;

    Order(Fault fault, int times, Predicate<C> which) {
      this.fault = fault;
      this.times = times;
      this.which = which;
    }
  }

  private final Dice dice;
  private final List<Order<C>> orders = new ArrayList<>();

  /**
   * @param dice from which faults are drawn
   */
  public FaultPlan(Dice dice) {
    this.dice = dice;
  }

  /** Lets so many of the next calls that match meet the fault, whatever is drawn for them. */
  public synchronized void order(Fault fault, int times, Predicate<C> which) {
    orders.add(new Order<>(fault, times, which));
  }

  /** Nothing is ordered any more. */
  public synchronized void forget() {
    orders.clear();
  }

  /**
   * What a call meets; nothing if it is to be done as it should. Drawn in any case, so that an
   * order changes nothing about the draws after it.
   *
   * @param operation of the call; the n-th draw for one is always the same
   * @param faults what is drawn from
   */
  public synchronized Optional<Fault> next(C call, String operation, WireFaults faults) {
    Optional<Fault> drawn = draw(operation, faults);
    for (Iterator<Order<C>> all = orders.iterator(); all.hasNext(); ) {
      Order<C> order = all.next();
      if (order.which.test(call)) {
        if (--order.times <= 0) {
          all.remove();
        }
        return Optional.of(order.fault);
      }
    }
    return drawn;
  }

  private Optional<Fault> draw(String operation, WireFaults faults) {
    double rolled = dice.roll("fate of " + operation);
    for (Fault fault : Fault.values()) {
      rolled -= faults.shares().getOrDefault(fault, 0.0);
      if (rolled < 0) {
        return Optional.of(fault);
      }
    }
    return Optional.empty();
  }
}
