package io.plimsoll.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigDocsTest {
  private static final Path FILE = Path.of("..", "docs", "configuration.md");

  @Test
  void configurationPage_isWhatTheRecordsSay() throws IOException {
    String expected =
        ConfigDocs.markdown(List.of(ApiConfig.class, CdcConfig.class, MetricsConfig.class));
    if (Boolean.getBoolean("plimsoll.update-docs")) {
      Files.writeString(FILE, expected);
    }
    String actual = Files.exists(FILE) ? Files.readString(FILE) : "";
    assertThat(actual)
        .as(
            "docs/configuration.md is out of date: run mvn test -pl core -Dtest=ConfigDocsTest"
                + " -Dplimsoll.update-docs=true and commit it")
        .isEqualTo(expected);
  }
}
