package dev.automat.engine;

import dev.automat.secret.SecretBox;
import dev.automat.store.Store;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * What every reconciliation works with.
 *
 * @param places where a sweep looks, and what it has not seen since the start
 * @param interval how soon a resource is looked at again that was changed by somebody else
 * @param rest how long a resource that is as it should be is left alone: the longest that a drift
 *     which no list shows stays unseen
 * @param timeIsKnown law 12: whether this machine's clock can be trusted; nothing is changed while
 *     it can not
 * @param lifetimes what ends of lifetimes are decided with
 */
record Tools(
    OpenPlugins plugins,
    AccountGates gates,
    CloudCalls calls,
    Records records,
    Store store,
    SecretBox secrets,
    AccountGuard guard,
    SweptPlaces places,
    ExpiryBudget expiry,
    InstantSource clock,
    RandomGenerator random,
    String installation,
    Duration interval,
    Duration rest,
    BooleanSupplier timeIsKnown,
    Lifetimes lifetimes) {

  /** Where what stands in the timeline is accepted. */
  Tools(
      OpenPlugins plugins,
      AccountGates gates,
      CloudCalls calls,
      Records records,
      Store store,
      SecretBox secrets,
      AccountGuard guard,
      SweptPlaces places,
      ExpiryBudget expiry,
      InstantSource clock,
      RandomGenerator random,
      String installation,
      Duration interval,
      Duration rest,
      BooleanSupplier timeIsKnown) {
    this(
        plugins,
        gates,
        calls,
        records,
        store,
        secrets,
        guard,
        places,
        expiry,
        clock,
        random,
        installation,
        interval,
        rest,
        timeIsKnown,
        Lifetimes.DEFAULT);
  }

  /** The same, with that to decide ends of lifetimes with. */
  Tools with(Lifetimes others) {
    return new Tools(
        plugins,
        gates,
        calls,
        records,
        store,
        secrets,
        guard,
        places,
        expiry,
        clock,
        random,
        installation,
        interval,
        rest,
        timeIsKnown,
        others);
  }
}
