package dev.automat.store;

import java.util.Collection;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Tells this process of its own commits, so that nobody has to poll for them. What other replicas
 * commit is not heard: listeners also look by themselves now and then.
 */
public final class ChangeFeed {

  private final CopyOnWriteArrayList<Consumer<Collection<String>>> listeners =
      new CopyOnWriteArrayList<>();

  /**
   * Hears the uids of every commit from now on, on the committing thread: return at once, and throw
   * nothing.
   *
   * @return ends the subscription; ending it twice is ending it once
   */
  public Runnable subscribe(Consumer<Collection<String>> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  void committed(Collection<String> uids) {
    listeners.forEach(listener -> listener.accept(uids));
  }
}
