package dev.automat.api.handler;

import dev.automat.api.exchange.Call;
import dev.automat.api.exchange.Problem;
import dev.automat.api.exchange.ProblemCode;
import dev.automat.api.exchange.ProblemException;
import dev.automat.resource.ResourceKey;
import dev.automat.stack.StackKey;
import dev.automat.stack.StackState;
import dev.automat.store.Store;
import java.util.List;
import java.util.Optional;

/** Finds the stack that a path speaks of, or says what there is instead. */
final class StackLookup {

  /** How many names are looked at to find what was meant. */
  private static final int NAMES = 200;

  private final Store store;

  StackLookup(Store store) {
    this.store = store;
  }

  /** What the path names; it need not be there. */
  static StackKey key(Call call) {
    return new StackKey(call.pathParameter("team"), call.pathParameter("name"));
  }

  /** The key of the path, of which something may be stored. */
  StackKey storableKey(Call call) {
    StackKey key = key(call);
    if (!key.isWellFormed()) {
      throw missing(key);
    }
    return key;
  }

  /** What has the name of the path, also if all of it is gone. */
  StackState newest(Call call) {
    StackKey key = storableKey(call);
    return store
        .stacks()
        .current(key)
        .filter(state -> !state.isForgotten())
        .orElseThrow(() -> missing(key));
  }

  /** The stack of the path, which is there. */
  StackState alive(Call call) {
    StackState state = newest(call);
    if (state.isTombstone()) {
      throw Problem.of(
              ProblemCode.GONE,
              "the stack " + state.stack().key() + " was deleted; its timeline is at …/events",
              "POST …:undelete brings back what a copy was kept of; PUT it again for a new one,"
                  + " which inherits nothing")
          .withStack(Optional.of(state))
          .exception();
    }
    return state;
  }

  private ProblemException missing(StackKey key) {
    return Problem.unknown(
            ProblemCode.NOT_FOUND,
            "there is no stack named " + key.name() + " in team " + key.team(),
            key.name(),
            names(key),
            "PUT to this address makes it")
        .exception();
  }

  private List<String> names(StackKey key) {
    return ResourceKey.isName(key.team())
        ? store.stacks().names(key.team(), NAMES).stream().sorted().toList()
        : List.of();
  }
}
