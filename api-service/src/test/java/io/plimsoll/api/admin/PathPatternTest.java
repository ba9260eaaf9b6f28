package io.plimsoll.api.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plimsoll.core.catalog.PathTemplate;
import io.plimsoll.core.catalog.PathTemplate.Segment;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathPatternTest {
  private static final PathTemplate COMMENTS =
      new PathTemplate(
          List.of(
              new Segment.Literal("articles"),
              new Segment.Variable("id"),
              new Segment.Literal("comments")));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/articles/7/comments",
        "/articles/*/comments",
        "/art*/7*/*s",
        "/*/*/*",
        "/**",
        "/articles/**",
        "/articles/7/comments/**"
      })
  void pattern_thatAPathOfTheTemplateMatches_mayMatch(String pattern) {
    assertThat(PathPattern.of(pattern).mayMatch(COMMENTS)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/articles",
        "/articles/7",
        "/articles/7/comments/1",
        "/articles/7/comment",
        "/article/*/comments",
        "/rticles/**",
        "/articles/7/comments/x/**",
        "/*",
        "/"
      })
  void pattern_thatNoPathOfTheTemplateMatches_doesNot(String pattern) {
    assertThat(PathPattern.of(pattern).mayMatch(COMMENTS)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "articles", "/**/comments"})
  void anythingElse_isNoPattern(String text) {
    assertThatThrownBy(() -> PathPattern.of(text)).isInstanceOf(AdminProblem.class);
  }
}
