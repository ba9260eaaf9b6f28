package io.plimsoll.api.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ProblemDocsTest {
  private static final Path FILE = Path.of("..", "docs", "problems.md");
  private static final String HEAD =
      """
      # Problems
      Generated from `ProblemType`: change it, then run
      `mvn test -pl api-service -am -Dtest=ProblemDocsTest -Dsurefire.failIfNoSpecifiedTests=false -Dplimsoll.update-docs=true`.

      What goes wrong is answered as `application/problem+json` (RFC 9457). `type` is `/problems/` and the code, relative to the
      service, which serves a page there; it never changes its meaning. `title` is the same for every occurrence, `detail` is of this one.
      `invalid-params` names every parameter that is wrong, not just the first. The codes are those of logs and metrics.

      | Code | Status | Title | What it means | What to do |
      |---|---|---|---|---|
      """;

  private static String markdown() {
    StringBuilder page = new StringBuilder(HEAD);
    for (ProblemType type : ProblemType.values()) {
      page.append(
          "| `%s` | %d | %s | %s | %s |%n"
              .formatted(type.code(), type.status(), type.title(), type.meaning(), type.remedy()));
    }
    return page.toString();
  }

  @Test
  void problemsPage_isWhatTheTypesSay() throws IOException {
    String expected = markdown();
    if (Boolean.getBoolean("plimsoll.update-docs")) {
      Files.writeString(FILE, expected);
    }
    String actual = Files.exists(FILE) ? Files.readString(FILE) : "";
    assertThat(actual)
        .as("docs/problems.md is out of date: its first lines say what to run; commit it")
        .isEqualTo(expected);
  }

  @Test
  void pages_sayWhatTheTypesSay_andTheListLinksAll() {
    assertThat(Arrays.stream(ProblemType.values()))
        .allSatisfy(type -> {
          assertThat(ProblemPages.of(type))
              .contains(type.code(), type.meaning(), type.remedy(), "status " + type.status())
              .doesNotContain("<script", "http://", "https://");
          assertThat(ProblemPages.all()).contains("<a href=\"/problems/" + type.code() + "\">");
        });
  }
}
