package dev.automat.testkit.aws;

import dev.automat.testkit.wire.Dice;
import dev.automat.testkit.wire.WireFaults;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Set;

/** What a test has switched on, and what all layers share. */
final class Switches {

  final InstantSource clock;
  final Dice dice;
  volatile WireFaults faults = WireFaults.NONE;
  volatile Timings timings = Timings.NONE;
  volatile Set<Repair> repairs = EnumSet.allOf(Repair.class);

  Switches(InstantSource clock, long seed) {
    this.clock = clock;
    this.dice = new Dice(seed);
  }

  boolean repairs(Repair repair) {
    return repairs.contains(repair);
  }
}
