package io.plimsoll.core.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.core.freshness.Tag;
import io.plimsoll.core.freshness.TagShape;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TagPlanTest {
  private static final TagPlan.Capture SELECT = new TagPlan.Capture("select", List.of());

  private static ValueSource parameter(String name) {
    return new ValueSource.Parameter(name);
  }

  private static ValueSource constants(String... values) {
    return new ValueSource.Constants(List.of(values));
  }

  private static ValueSource captured(int capture) {
    return new ValueSource.Captured(capture, "b.x");
  }

  private static TagPlan.Keys keys(String column, ValueSource source) {
    return new TagPlan.Keys(new TreeMap<>(Map.of(column, source)));
  }

  private static TagPlan.Keys keys(String a, ValueSource x, String b, ValueSource y) {
    return new TagPlan.Keys(new TreeMap<>(Map.of(a, x, b, y)));
  }

  private static TagPlan.Rows rows(String table, TagPlan.Keys... choices) {
    return new TagPlan.Rows(table, List.of(choices), "");
  }

  private static TagPlan plan(TagPlan.Rows... places) {
    return new TagPlan(new TreeSet<>(), List.of(places), List.of(SELECT, SELECT));
  }

  private static TagPlan plan(TagPlan.Keys... choices) {
    return plan(rows("a", choices));
  }

  private static List<String> texts(List<Tag> tags) {
    return tags.stream().map(Tag::toString).toList();
  }

  private static List<String> tags(TagPlan plan, Map<String, List<String>> values) {
    assertThat(plan.captured(values, List.of(Optional.empty(), Optional.empty())))
        .as("known with the request")
        .isEmpty();
    return texts(plan.tags(values));
  }

  private static List<String> numbers(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).toList();
  }

  @Test
  void relations_haveTheirWholeTableTags() {
    TagPlan plan = new TagPlan(new TreeSet<>(List.of("b", "a")), List.of(), List.of());

    assertThat(texts(plan.tags(Map.of()))).containsExactly("a!", "b!");
    assertThat(TagPlan.NOTHING.tags(Map.of())).isEmpty();
  }

  @Test
  void place_withoutChoices_isAnyRow() {
    assertThat(tags(TagPlan.NOTHING, Map.of("p", List.of("1")))).isEmpty();
    assertThat(tags(plan(rows("a")), Map.of("p", List.of("1")))).containsExactly("a*");
  }

  @Test
  void parameter_givesATagForEachOfItsValues_once() {
    TagPlan plan = plan(keys("id", parameter("p")));

    assertThat(tags(plan, Map.of("p", List.of("1")))).containsExactly("a{id}!", "a{id=1}");
    assertThat(tags(plan, Map.of("p", List.of("2", "1", "2"))))
        .containsExactly("a{id}!", "a{id=2}", "a{id=1}");
  }

  @Test
  void parameter_withAnEmptyArray_givesNoRow() {
    assertThat(tags(plan(keys("id", parameter("p"))), Map.of("p", List.of())))
        .containsExactly("a{id}!");
  }

  @Test
  void parameter_thatIsAbsent_leavesTheNextChoice_orAnyRow() {
    TagPlan plan = plan(keys("id", parameter("p")), keys("c", parameter("q")));

    assertThat(tags(plan, Map.of("p", List.of("1"), "q", List.of("2"))))
        .containsExactly("a{id}!", "a{id=1}");
    assertThat(tags(plan, Map.of("q", List.of("2")))).containsExactly("a{c}!", "a{c=2}");
    assertThat(tags(plan, Map.of())).containsExactly("a*");
  }

  @Test
  void parameter_amongOthers_thatIsAbsent_makesTheChoiceAbsent() {
    TagPlan plan = plan(keys("id", new ValueSource.AnyOf(List.of(parameter("p"), constants("5")))));

    assertThat(tags(plan, Map.of("p", List.of("1", "5"))))
        .containsExactly("a{id}!", "a{id=1}", "a{id=5}");
    assertThat(tags(plan, Map.of())).containsExactly("a*");
  }

  @Test
  void columns_giveEachCombination() {
    TagPlan plan = plan(keys("x", parameter("p"), "y", constants("1", "2")));

    assertThat(tags(plan, Map.of("p", List.of("a", "b"))))
        .containsExactly("a{x,y}!", "a{x=a,y=1}", "a{x=a,y=2}", "a{x=b,y=1}", "a{x=b,y=2}");
  }

  @Test
  void values_tooMany_leaveTheNextChoice_orAnyRow() {
    TagPlan plan = plan(keys("id", parameter("p")), keys("c", constants("x")));

    assertThat(tags(plan, Map.of("p", numbers(TagPlan.MAX_VALUES))))
        .hasSize(TagPlan.MAX_VALUES + 1);
    assertThat(tags(plan, Map.of("p", numbers(TagPlan.MAX_VALUES + 1))))
        .containsExactly("a{c}!", "a{c=x}");
    assertThat(tags(plan(keys("id", parameter("p"))), Map.of("p", numbers(TagPlan.MAX_VALUES + 1))))
        .containsExactly("a*");
  }

  @Test
  void combinations_tooMany_leaveAnyRow() {
    TagPlan plan = plan(keys("x", parameter("p"), "y", parameter("q")));

    assertThat(tags(plan, Map.of("p", numbers(20), "q", numbers(10)))).hasSize(201);
    assertThat(tags(plan, Map.of("p", numbers(20), "q", numbers(11)))).containsExactly("a*");
    assertThat(tags(plan, Map.of("p", numbers(201), "q", List.of()))).containsExactly("a*");
    assertThat(tags(plan, Map.of("p", List.of(), "q", numbers(201)))).containsExactly("a{x,y}!");
  }

  @Test
  void captured_waitForTheAnswer() {
    TagPlan plan = plan(rows("a", keys("id", parameter("p"))), rows("b", keys("id", captured(1))));
    Map<String, List<String>> values = Map.of("p", List.of("1"));

    assertThat(texts(plan.tags(values))).containsExactly("a{id}!", "a{id=1}");
    assertThat(
            texts(
                plan.captured(
                    values, List.of(Optional.of(List.of("9")), Optional.of(List.of("3", "4"))))))
        .containsExactly("b{id}!", "b{id=3}", "b{id=4}");
  }

  @Test
  void captured_nothing_givesNoRow() {
    assertThat(
            texts(
                plan(keys("id", captured(0)))
                    .captured(Map.of(), List.of(Optional.of(List.of()), Optional.empty()))))
        .containsExactly("a{id}!");
  }

  @Test
  void captured_tooMany_leavesTheNextChoice_orAnyRow() {
    List<Optional<List<String>>> tooMany = List.of(Optional.empty(), Optional.empty());

    assertThat(texts(plan(keys("id", captured(0))).captured(Map.of(), tooMany)))
        .containsExactly("a*");
    assertThat(
            texts(
                plan(keys("id", captured(0)), keys("c", constants("x")))
                    .captured(Map.of(), tooMany)))
        .containsExactly("a{c}!", "a{c=x}");
  }

  @Test
  void captured_behindAChoiceThatIsGiven_doesNotWait() {
    TagPlan plan = plan(keys("c", parameter("p")), keys("id", captured(0)));

    assertThat(tags(plan, Map.of("p", List.of("1")))).containsExactly("a{c}!", "a{c=1}");
    assertThat(plan.tags(Map.of())).isEmpty();
    assertThat(texts(plan.captured(Map.of(), List.of(Optional.of(List.of("7")), Optional.empty()))))
        .containsExactly("a{id}!", "a{id=7}");
  }

  @Test
  void tags_ofTwoPlaces_areThereOnce() {
    TagPlan plan =
        plan(rows("a", keys("id", parameter("p"))), rows("a", keys("id", parameter("q"))));

    assertThat(tags(plan, Map.of("p", List.of("1"), "q", List.of("1"))))
        .containsExactly("a{id}!", "a{id=1}");
    assertThat(tags(plan, Map.of("p", List.of("1")))).containsExactly("a{id}!", "a{id=1}", "a*");
  }

  @Test
  void shapes_areThoseOfAllChoices() {
    TagPlan plan =
        plan(
            rows("b", keys("y", constants("1"), "x", parameter("p")), keys("z", captured(0))),
            rows("a"));

    assertThat(plan.shapes())
        .containsExactly(new TagShape("b", List.of("x", "y")), new TagShape("b", List.of("z")));
  }
}
