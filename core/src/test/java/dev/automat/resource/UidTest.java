package dev.automat.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class UidTest {

  private final RandomGenerator random = new SplittableRandom(1);

  @Test
  void is20CharactersOfLowerCaseBase32() {
    for (int i = 0; i < 1000; i++) {
      String uid = Uid.next(random);
      assertTrue(uid.matches("[a-z2-7]{20}"), uid);
    }
  }

  @Test
  void usesTheWholeAlphabetInEveryPlace() {
    for (int place = 0; place < 20; place++) {
      Set<Character> seen = new HashSet<>();
      for (int i = 0; i < 2000; i++) {
        seen.add(Uid.next(random).charAt(place));
      }
      assertEquals(32, seen.size());
    }
  }

  @Test
  void isNeverTheSame() {
    Set<String> uids = new HashSet<>();
    for (int i = 0; i < 100_000; i++) {
      assertTrue(uids.add(Uid.next(random)));
    }
  }

  @Test
  void followsItsSourceOfRandomness() {
    assertEquals(Uid.next(new SplittableRandom(7)), Uid.next(new SplittableRandom(7)));
    assertNotEquals(Uid.next(new SplittableRandom(7)), Uid.next(new SplittableRandom(8)));
  }
}
