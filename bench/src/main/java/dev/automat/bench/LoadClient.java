package dev.automat.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A closed loop of HTTP/1.1 over raw sockets: each connection sends its next request when the
 * answer to the last one is complete. One thread and next to no garbage, as it takes its processor
 * time from the server that it measures.
 */
final class LoadClient implements AutoCloseable {

  private static final long SILENCE_MILLIS = 30_000;

  private final Selector selector;
  private final List<Wire> wires = new ArrayList<>();
  private final Requests requests;
  private final int wanted;

  private long answers;
  private int busy;
  private long until;

  private LoadClient(Selector selector, Requests requests, int wanted) {
    this.selector = selector;
    this.requests = requests;
    this.wanted = wanted;
  }

  /**
   * Connects.
   *
   * @param wanted the status that every answer must have
   */
  static LoadClient open(int port, int connections, Requests requests, int wanted) {
    try {
      LoadClient client = new LoadClient(Selector.open(), requests, wanted);
      for (int i = 0; i < connections; i++) {
        client.wires.add(Wire.open(client.selector, port));
      }
      return client;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What a run came to.
   *
   * @param perSecond answers
   * @param cpuMicros processor time of this process, client and server, for each answer: it says
   *     the same on a machine that others use too
   */
  record Run(double perSecond, double cpuMicros) {}

  /**
   * Sends for so long, and waits for the last answers.
   *
   * @throws IllegalStateException if an answer has another status than the wanted one
   */
  Run run(Duration length) {
    try {
      long cpu = cpuNanos();
      long start = System.nanoTime();
      until = start + length.toNanos();
      answers = 0;
      busy = wires.size();
      for (Wire wire : wires) {
        wire.send(requests.next());
      }
      while (busy > 0) {
        if (selector.select(this::ready, SILENCE_MILLIS) == 0) {
          throw new IllegalStateException(busy + " requests have no answer");
        }
      }
      return new Run(
          answers * 1e9 / (System.nanoTime() - start), (cpuNanos() - cpu) / 1e3 / answers);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long cpuNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  private void ready(SelectionKey key) {
    Wire wire = (Wire) key.attachment();
    try {
      if (key.isWritable()) {
        wire.flush();
      } else if (wire.receive()) {
        answered(wire);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void answered(Wire wire) throws IOException {
    if (wire.status() != wanted) {
      throw new IllegalStateException("wanted " + wanted + " and got " + wire.answer());
    }
    answers++;
    if (System.nanoTime() < until) {
      wire.send(requests.next());
    } else {
      busy--;
    }
  }

  @Override
  public void close() {
    try {
      for (Wire wire : wires) {
        wire.close();
      }
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
