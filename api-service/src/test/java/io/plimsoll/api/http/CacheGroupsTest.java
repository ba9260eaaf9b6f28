package io.plimsoll.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.core.freshness.Tag;
import io.plimsoll.core.freshness.TagHash;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class CacheGroupsTest {
  private static final TagHash HASH = new TagHash("a key of sixteen or more");
  private static final String ONE = HASH.of(new Tag.Keyed("public.t", Map.of("id", "1")));
  private static final String TWO = HASH.of(new Tag.Keyed("public.t", Map.of("id", "2")));
  private static final String TABLE = HASH.of(new Tag.WholeTable("public.t"));

  private final CacheGroups groups = new CacheGroups(HASH);

  private static Optional<String> told(CacheGroups by, List<String> tags, List<String> captured) {
    return by.of(tags, captured).map(CharSequence::toString);
  }

  @Test
  void names_areAListOfStrings_theRequestsFirst() {
    assertThat(told(groups, List.of(ONE), List.of(TWO)))
        .contains("\"%s\", \"%s\"".formatted(ONE, TWO));
    assertThat(told(groups, List.of(ONE), List.of())).contains("\"%s\"".formatted(ONE));
    assertThat(told(groups, List.of(ONE), List.of(ONE))).contains("\"%s\"".formatted(ONE));
  }

  @Test
  void names_haveNothingThatAStructuredStringWouldEscape_andNoTable() {
    String text = told(groups, List.of(TABLE, ONE), List.of()).orElseThrow();
    assertThat(text)
        .matches("\"#[A-Za-z0-9_-]{22}\", \"#[A-Za-z0-9_-]{22}\"")
        .doesNotContain("public");
    assertThat(told(groups, List.of(TABLE), List.of())).contains(text.substring(0, 25));
    CacheGroups others = new CacheGroups(new TagHash("another key of sixteen"));
    assertThat(told(others, List.of(TABLE), List.of()))
        .isNotEqualTo(told(groups, List.of(TABLE), List.of()));
  }

  @Test
  void sameCapturedNames_underOtherTags_areOtherGroups() {
    List<String> captured = List.of(TWO);
    assertThat(told(groups, List.of(ONE), captured))
        .isEqualTo(told(groups, List.of(ONE), List.copyOf(captured)));
    assertThat(told(groups, List.of(TABLE), List.of(TWO)))
        .isNotEqualTo(told(groups, List.of(ONE), List.of(TWO)));
  }

  @Test
  void moreThanCachesMustTake_areNotToldAtAll() {
    List<String> many = IntStream.range(0, 31).mapToObj(i -> "#" + i).toList();
    assertThat(told(groups, many, List.of("#x")).orElseThrow().split(", ", -1)).hasSize(32);
    assertThat(told(groups, many, List.of("#x", "#y"))).isEmpty();
  }
}
