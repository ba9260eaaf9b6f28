package io.plimsoll.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plimsoll.bench.BenchException;
import org.junit.jupiter.api.Test;

final class WrkReportTest {
  @Test
  void parse_readsTheLineAmongWhatWrkSays() {
    WrkReport report =
        WrkReport.parse(
            """
            Running 2s test @ http://127.0.0.1:8080/articles/1
            report 20000 2000000 510 9100 500 3
            """);

    assertThat(report).isEqualTo(new WrkReport(20_000, 2_000_000, 510, 9_100, 500, 3));
    assertThat(report.perSecond()).isEqualTo(10_000);
    assertThat(report.goodPerSecond()).isEqualTo(9_750);
  }

  @Test
  void parse_withoutTheLine_tellsWhatWasSaid() {
    assertThatThrownBy(() -> WrkReport.parse("unable to connect"))
        .isInstanceOf(BenchException.class)
        .hasMessageContaining("unable to connect");
  }

  @Test
  void parse_ofFewerNumbers_isRefused() {
    assertThatThrownBy(() -> WrkReport.parse("report 1 2 3\n"))
        .isInstanceOf(BenchException.class)
        .hasMessageContaining("3");
  }
}
