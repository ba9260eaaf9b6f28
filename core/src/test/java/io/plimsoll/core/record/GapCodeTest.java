package io.plimsoll.core.record;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class GapCodeTest {
  private static final Path PAGE = Path.of("..", "docs", "gaps.md");

  /** An entry is a row of the two tables of codes that empty a cache. */
  @Test
  void gapsPage_hasAnEntryForEachCode_andNoOther() throws IOException {
    String page = Files.readString(PAGE);
    String tables =
        page.substring(page.indexOf("## Found by"), page.indexOf("## When the capture waits"));

    TreeSet<String> entries =
        Pattern.compile("^\\| `([a-z-]+)` ", Pattern.MULTILINE)
            .matcher(tables)
            .results()
            .map((MatchResult row) -> row.group(1))
            .collect(toCollection(TreeSet::new));

    assertThat(entries)
        .isEqualTo(
            Arrays.stream(GapCode.values())
                .map(GapCode::label)
                .collect(toCollection(TreeSet::new)));
  }
}
