package io.plimsoll.core.freshness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TagTextTest {
  @Test
  void whatATagWrites_isThatTag() {
    List<Tag> tags =
        List.of(
            new Tag.AnyRow("public.articles"),
            new Tag.WholeTable("Sales.Order, big"),
            new Tag.UnknownKey("public.articles", List.of("b", "a")),
            new Tag.Keyed("public.articles", Map.of("id", "42")),
            new Tag.Keyed("public.articles", Map.of("id", "", "kind", "a,b=c{d}e\\f\\\\")));

    assertThat(tags).allSatisfy(tag -> assertThat(TagText.parse(tag.toString())).contains(tag));
  }

  @Test
  void tableWithoutASchema_isInPublic() {
    assertThat(TagText.parse("articles*")).contains(new Tag.AnyRow("public.articles"));
    assertThat(TagText.parse("articles{id=7}"))
        .contains(new Tag.Keyed("public.articles", Map.of("id", "7")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "!",
        "articles",
        "{id=7}",
        "articles{id=7",
        "a{id}",
        "a{id=7,id=8}",
        "a{=}b",
        "a{id=7=8}"
      })
  void anythingElse_isNone(String text) {
    assertThat(TagText.parse(text)).isEmpty();
  }
}
