package io.plimsoll.api.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.core.analysis.TagPlan;
import io.plimsoll.core.analysis.ValueSource;
import io.plimsoll.core.freshness.Tag;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class CapturingTest {
  private static final TagPlan.Capture AUTHOR =
      new TagPlan.Capture(
          "select author_id::text from articles where id = ? limit 201", List.of("id"));
  private static final TagPlan PLAN =
      new TagPlan(
          new TreeSet<>(List.of("public.articles", "public.authors")),
          List.of(
              rows("public.articles", new ValueSource.Parameter("id")),
              rows("public.authors", new ValueSource.Captured(0, "a.author_id"))),
          List.of(AUTHOR));

  private static TagPlan.Rows rows(String table, ValueSource id) {
    return new TagPlan.Rows(
        table, List.of(new TagPlan.Keys(new TreeMap<>(Map.of("id", id)))), "tested");
  }

  private static Capturing capturing(TagPlan plan) {
    return Capturing.of(
        plan, Map.of("id", List.of("7")), names -> List.of(names.size()), Tag::toString);
  }

  @Test
  void tags_followFromWhatWasCaptured() {
    assertThat(capturing(PLAN).tags().apply(List.of(Optional.of(List.of("3", "4")))))
        .containsExactly("public.authors{id}!", "public.authors{id=3}", "public.authors{id=4}");
  }

  @Test
  void tooManyValues_meanAnyRow() {
    assertThat(capturing(PLAN).tags().apply(List.of(Optional.empty())))
        .containsExactly("public.authors*");
  }

  @Test
  void plan_withoutCaptures_wantsNothing() {
    assertThat(capturing(TagPlan.NOTHING)).isSameAs(Capturing.NOTHING);
    assertThat(Capturing.NOTHING.captures()).isEmpty();
    assertThat(Capturing.NOTHING.tags().apply(List.of())).isEmpty();
  }
}
