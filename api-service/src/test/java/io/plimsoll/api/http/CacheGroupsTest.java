package io.plimsoll.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.core.freshness.Tag;
import io.plimsoll.core.freshness.TagHash;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class CacheGroupsTest {
  private static final TagHash HASH = new TagHash("a key of sixteen or more");
  private static final String ONE = HASH.of(new Tag.Keyed("public.t", Map.of("id", "1")));
  private static final String TWO = HASH.of(new Tag.Keyed("public.t", Map.of("id", "2")));
  private static final String TABLE = HASH.of(new Tag.WholeTable("public.t"));

  private final CacheGroups groups = new CacheGroups(HASH);

  @Test
  void names_areAListOfStrings_theRequestsFirst() {
    assertThat(groups.of(List.of(ONE), List.of(TWO)))
        .contains("\"%s\", \"%s\"".formatted(ONE, TWO));
    assertThat(groups.of(List.of(ONE), List.of())).contains("\"%s\"".formatted(ONE));
    assertThat(groups.of(List.of(ONE), List.of(ONE))).contains("\"%s\"".formatted(ONE));
  }

  @Test
  void names_haveNothingThatAStructuredStringWouldEscape_andNoTable() {
    String text = groups.of(List.of(TABLE, ONE), List.of()).orElseThrow();
    assertThat(text)
        .matches("\"#[A-Za-z0-9_-]{22}\", \"#[A-Za-z0-9_-]{22}\"")
        .doesNotContain("public");
    assertThat(groups.of(List.of(TABLE), List.of())).contains(text.substring(0, 25));
    assertThat(new CacheGroups(new TagHash("another key of sixteen")).of(List.of(TABLE), List.of()))
        .isNotEqualTo(groups.of(List.of(TABLE), List.of()));
  }

  @Test
  void sameCapturedNames_underOtherTags_areOtherGroups() {
    List<String> captured = List.of(TWO);
    assertThat(groups.of(List.of(ONE), captured))
        .isEqualTo(groups.of(List.of(ONE), List.copyOf(captured)));
    assertThat(groups.of(List.of(TABLE), List.of(TWO)))
        .isNotEqualTo(groups.of(List.of(ONE), List.of(TWO)));
  }

  @Test
  void moreThanCachesMustTake_areNotToldAtAll() {
    List<String> many = IntStream.range(0, 31).mapToObj(i -> "#" + i).toList();
    assertThat(groups.of(many, List.of("#x")).orElseThrow().split(", ", -1)).hasSize(32);
    assertThat(groups.of(many, List.of("#x", "#y"))).isEmpty();
  }
}
