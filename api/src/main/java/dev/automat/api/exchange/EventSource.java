package dev.automat.api.exchange;

/** Writes an event stream until it ends or nobody listens any more. */
public interface EventSource {

  /** Runs on a thread of its own. Returns when the stream is over. */
  void run(Sink sink) throws InterruptedException;

  /** Where the pieces go. */
  interface Sink {

    /**
     * Sends a piece and waits until it is on its way.
     *
     * @return whether somebody still listens
     */
    boolean send(String piece) throws InterruptedException;

    /** Whether somebody still listens, and the server is not stopping. */
    boolean open();
  }
}
