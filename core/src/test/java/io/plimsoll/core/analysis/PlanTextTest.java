package io.plimsoll.core.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PlanTextTest {
  private static TagPlan.Keys keys(Map<String, ValueSource> columns) {
    return new TagPlan.Keys(new TreeMap<>(columns));
  }

  private static TagPlan.Keys keys(String column, ValueSource source) {
    return keys(Map.of(column, source));
  }

  private static ValueSource parameter(String name) {
    return new ValueSource.Parameter(name);
  }

  private static ValueSource constants(String... values) {
    return new ValueSource.Constants(List.of(values));
  }

  private static String text(Set<String> nullable, TagPlan.Keys... choices) {
    TagPlan.Rows rows = new TagPlan.Rows("public.a", List.of(choices), "of it");
    TagPlan plan = new TagPlan(new TreeSet<>(), List.of(rows), List.of());
    List<PlanText.Line> lines = new PlanText(nullable).lines(plan);
    assertThat(lines).hasSize(1);
    assertThat(lines.getFirst().toString()).endsWith(" because of it");
    return lines.getFirst().tags();
  }

  @Test
  void place_withoutChoice_isAnyRow() {
    assertThat(text(Set.of())).isEqualTo("public.a*");
  }

  @Test
  void values_ofEachKind_areShown() {
    assertThat(text(Set.of(), keys("id", parameter("id")))).isEqualTo("public.a{id=:id}");
    assertThat(text(Set.of(), keys("id", new ValueSource.Captured(0, "b.a_id"))))
        .isEqualTo("public.a{id=b.a_id}");
    assertThat(text(Set.of(), keys("c", constants("5", "-7", "true"))))
        .isEqualTo("public.a{c=5 | -7 | true}");
    assertThat(text(Set.of(), keys("c", constants("open", ":id", "it's", "", "1.5"))))
        .isEqualTo("public.a{c='open' | ':id' | 'it''s' | '' | '1.5'}");
    assertThat(
            text(
                Set.of(),
                keys("c", new ValueSource.AnyOf(List.of(parameter("p"), constants("x"))))))
        .isEqualTo("public.a{c=:p | 'x'}");
  }

  @Test
  void columns_areInTheOrderOfTheirNames() {
    assertThat(text(Set.of(), keys(Map.of("b", parameter("x"), "a", parameter("y")))))
        .isEqualTo("public.a{a=:y,b=:x}");
  }

  @Test
  void choices_behindOneThatIsAlwaysThere_areNotShown() {
    assertThat(text(Set.of("q"), keys("id", parameter("p")), keys("c", parameter("q"))))
        .isEqualTo("public.a{id=:p}");
  }

  @Test
  void choices_thatHangOnParameters_areShownInOrder() {
    assertThat(text(Set.of("p", "q"), keys("id", parameter("p")), keys("c", parameter("q"))))
        .isEqualTo("public.a{id=:p}; else public.a{c=:q}; else public.a*");
    assertThat(text(Set.of("p"), keys("id", parameter("p")), keys("c", constants("x"))))
        .isEqualTo("public.a{id=:p}; else public.a{c='x'}");
    assertThat(
            text(
                Set.of("p"),
                keys("id", new ValueSource.AnyOf(List.of(constants("1"), parameter("p"))))))
        .isEqualTo("public.a{id=1 | :p}; else public.a*");
  }

  @Test
  void places_ofOneTable_haveALineEach() {
    TagPlan.Rows any = new TagPlan.Rows("public.a", List.of(), "x");
    TagPlan plan = new TagPlan(new TreeSet<>(), List.of(any, any), List.of());

    assertThat(new PlanText(Set.of()).lines(plan)).hasSize(2);
  }
}
