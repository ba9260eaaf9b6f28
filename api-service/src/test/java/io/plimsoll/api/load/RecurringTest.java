package io.plimsoll.api.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RecurringTest {
  private final List<String> made = new ArrayList<>();
  private final Recurring<String, String> recurring =
      new Recurring<>(10, (key, value) -> value.length());

  private String get(String key) {
    return recurring.get(
        key,
        k -> {
          made.add(k);
          return k.toUpperCase(Locale.ROOT);
        });
  }

  @Test
  void keyThatComesAgain_isMadeTwice_andKeptThen() {
    assertThat(List.of(get("a"), get("a"), get("a"))).containsOnly("A");
    assertThat(made).containsExactly("a", "a");
    assertThat(recurring.find("a")).isEqualTo("A");
  }

  @Test
  void keyThatCameOnce_isNotKept() {
    get("a");
    recurring.offer("b", "B");

    assertThat(recurring.find("a")).isNull();
    assertThat(recurring.find("b")).isNull();
  }

  @Test
  void keysThatComeOnce_pushOutNothing() {
    get("a");
    get("a");
    IntStream.range(0, 300).forEach(i -> get("once " + i));

    assertThat(recurring.find("a")).isEqualTo("A");
  }

  @Test
  void offeredAgain_isReplaced() {
    recurring.offer("a", "A");
    recurring.offer("a", "other");

    assertThat(recurring.find("a")).isEqualTo("other");
  }

  @Test
  void kept_isBoundedByItsWeight() {
    IntStream.range(0, 100)
        .mapToObj(i -> "k" + i)
        .forEach(key -> {
          recurring.offer(key, "four");
          recurring.offer(key, "four");
        });

    assertThat(
            IntStream.range(0, 100).filter(i -> recurring.find("k" + i) != null).count()
                * "four".length())
        .isLessThanOrEqualTo(10);
  }
}
