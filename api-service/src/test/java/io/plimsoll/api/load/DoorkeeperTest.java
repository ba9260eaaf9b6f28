package io.plimsoll.api.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.core.cache.CacheKey;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class DoorkeeperTest {
  private static CacheKey key(String kind, int i) {
    return new CacheKey("q:1:" + kind + Integer.toHexString(i * 0x9E3779B9));
  }

  @Test
  void key_isKnownTheSecondTime() {
    Doorkeeper doorkeeper = new Doorkeeper(1_000);
    assertThat(doorkeeper.seen(key("a", 1))).isFalse();
    assertThat(doorkeeper.seen(key("a", 1))).isTrue();
    assertThat(doorkeeper.seen(key("a", 2))).isFalse();
  }

  @Test
  void lastHalfOfItsSize_isKnown_whatIsOlderThanAllOfIt_isForgotten() {
    Doorkeeper doorkeeper = new Doorkeeper(2_000);
    IntStream.range(0, 5_000).forEach(i -> doorkeeper.seen(key("a", i)));
    assertThat(IntStream.range(0, 2_000).filter(i -> doorkeeper.seen(key("a", i))).count())
        .as("of those that are forgotten, but for the odd one")
        .isLessThan(100);
    Doorkeeper other = new Doorkeeper(2_000);
    IntStream.range(0, 5_000).forEach(i -> other.seen(key("a", i)));
    assertThat(IntStream.range(4_000, 5_000).allMatch(i -> other.seen(key("a", i)))).isTrue();
  }

  @Test
  void newKeys_areSeldomTakenForKnown() {
    Doorkeeper doorkeeper = new Doorkeeper(20_000);
    IntStream.range(0, 50_000).forEach(i -> doorkeeper.seen(key("a", i)));
    long mistaken = IntStream.range(0, 9_000).filter(i -> doorkeeper.seen(key("new", i))).count();
    assertThat(mistaken).isLessThan(9_000 * 2 / 100);
  }

  /**
   * The figures of ADR 0018: Zipf-distributed keys, among them ever new ones, before a cache that
   * holds a twentieth of the keys and evicts the least recently used.
   */
  @Test
  void amongEverNewKeys_theOthersAreHitMoreOften_withoutThemALittleLess() {
    double plain = hitRatio(0, false);
    double plainKept = hitRatio(0, true);
    double busted = hitRatio(3, false);
    double bustedKept = hitRatio(3, true);
    System.out.printf(
        "hit ratio of the usual keys: alone %.3f, with doorkeeper %.3f; among 3 new ones each %.3f, with doorkeeper %.3f%n",
        plain, plainKept, busted, bustedKept);
    assertThat(bustedKept).isGreaterThan(busted + 0.05);
    assertThat(plainKept).isBetween(plain - 0.05, plain + 0.1);
  }

  private static double hitRatio(int newPerUsual, boolean kept) {
    int keys = 100_000;
    double[] cumulative = zipf(keys);
    SplittableRandom random = new SplittableRandom(7);
    Doorkeeper doorkeeper = new Doorkeeper(100_000);
    Map<String, Boolean> lru = lru(keys / 20);
    int hits = 0;
    int asked = 400_000;
    int fresh = 0;
    for (int i = 0; i < asked; i++) {
      double at = random.nextDouble() * cumulative[keys - 1];
      int found = Arrays.binarySearch(cumulative, at);
      CacheKey usual = key("u", found < 0 ? -found - 1 : found);
      hits += ask(usual, lru, doorkeeper, kept) && i >= asked / 2 ? 1 : 0;
      for (int n = 0; n < newPerUsual; n++) {
        ask(key("n", fresh++), lru, doorkeeper, kept);
      }
    }
    return hits / (asked / 2.0);
  }

  private static boolean ask(
      CacheKey key, Map<String, Boolean> lru, Doorkeeper doorkeeper, boolean kept) {
    if (lru.get(key.value()) != null) {
      return true;
    }
    if (!kept || doorkeeper.seen(key)) {
      lru.put(key.value(), true);
    }
    return false;
  }

  private static double[] zipf(int keys) {
    double[] cumulative = new double[keys];
    double sum = 0;
    for (int i = 0; i < keys; i++) {
      sum += 1 / Math.pow(i + 1.0, 0.9);
      cumulative[i] = sum;
    }
    return cumulative;
  }

  private static Map<String, Boolean> lru(int size) {
    return new LinkedHashMap<>(size, 0.75f, true) {
      @Override
      protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
        return size() > size;
      }
    };
  }
}
