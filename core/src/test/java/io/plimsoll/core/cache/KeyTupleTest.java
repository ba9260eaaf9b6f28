package io.plimsoll.core.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Values that try to run into each other. */
class KeyTupleTest {
  private static final List<String> TEXTS =
      List.of("", "1", "1:", "1:1", "v", "n", "a0:", "2:v1", "a", "4:textn", "text", ":", "0:");

  private record Value(String type, boolean array, @Nullable List<String> texts) {}

  private static String tuple(List<Value> values) {
    KeyTuple tuple = new KeyTuple();
    values.forEach(v -> tuple.add(v.type(), v.array(), v.texts()));
    return tuple.toString();
  }

  @Test
  void null_noElements_oneValue_andOneElement_differ() {
    List<List<Value>> all =
        List.of(
            List.of(new Value("text", false, null)),
            List.of(new Value("text", true, List.of())),
            List.of(new Value("text", false, List.of(""))),
            List.of(new Value("text", true, List.of(""))),
            List.of(new Value("text", true, List.of("", ""))),
            List.of(new Value("uuid", false, List.of(""))));
    assertThat(all.stream().map(KeyTupleTest::tuple)).doesNotHaveDuplicates();
  }

  @Test
  void lists_thatDiffer_neverMakeOneText() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Map<String, List<Value>> seen = new HashMap<>();
    for (int i = 0; i < 200_000; i++) {
      List<Value> values = new ArrayList<>();
      for (int n = 1 + random.nextInt(3); n > 0; n--) {
        values.add(value(random));
      }
      List<Value> before = seen.putIfAbsent(tuple(values), values);
      assertThat(before == null || before.equals(values))
          .as("seed %d: %s and %s", seed, before, values)
          .isTrue();
    }
  }

  private static Value value(Random random) {
    String type = random.nextBoolean() ? "text" : "a";
    if (random.nextInt(4) == 0) {
      return new Value(type, false, null);
    }
    boolean array = random.nextBoolean();
    String[] texts = new String[array ? random.nextInt(3) : 1];
    Arrays.setAll(texts, i -> TEXTS.get(random.nextInt(TEXTS.size())));
    return new Value(type, array, List.of(texts));
  }
}
