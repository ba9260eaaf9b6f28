package io.plimsoll.core.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Examples and rules of W3C Trace Context, chapter 3.2. */
final class TraceParentTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PARENT = "00f067aa0ba902b7";

  @Test
  void traceparent_isReadAndWritten() {
    String given = "00-" + TRACE + "-" + PARENT + "-01";
    assertThat(TraceParent.parse(given)).contains(new TraceParent(TRACE, PARENT, "01"));
    assertThat(TraceParent.parse(given).orElseThrow().header()).isEqualTo(given);
  }

  @Test
  void child_isTheSameTraceUnderASpanOfItsOwn() {
    TraceParent child = new TraceParent(TRACE, PARENT, "01").child();
    assertThat(child.parentId()).matches("[0-9a-f]{16}").isNotEqualTo(PARENT);
    assertThat(child).isEqualTo(new TraceParent(TRACE, child.parentId(), "01"));
    assertThat(TraceParent.parse(child.header())).contains(child);
  }

  @Test
  void laterVersion_mayHaveMore_andIsAnsweredAsVersion00() {
    assertThat(TraceParent.parse("cc-" + TRACE + "-" + PARENT + "-01-what-comes"))
        .hasValueSatisfying(t -> assertThat(t.header()).startsWith("00-" + TRACE));
    assertThat(TraceParent.parse("cc-" + TRACE + "-" + PARENT + "-01")).isPresent();
    assertThat(TraceParent.parse("cc-" + TRACE + "-" + PARENT + "-01.what")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "00-" + TRACE + "-" + PARENT,
        "00-" + TRACE + "-" + PARENT + "-0",
        "00-" + TRACE + "-" + PARENT + "-01-more",
        "00-" + TRACE + "-" + PARENT + "-01 ",
        "ff-" + TRACE + "-" + PARENT + "-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-" + PARENT + "-01",
        "00-00000000000000000000000000000000-" + PARENT + "-01",
        "00-" + TRACE + "-0000000000000000-01",
        "00_" + TRACE + "-" + PARENT + "-01",
        "00-" + TRACE + "_" + PARENT + "-01",
        "00-" + TRACE + "-" + PARENT + "_01",
        "0g-" + TRACE + "-" + PARENT + "-01",
        "00-" + TRACE + "-" + PARENT + "-0x"
      })
  void whatIsNoTraceparent_isPassedOver(String given) {
    assertThat(TraceParent.parse(given)).isEmpty();
  }

  @Test
  void begun_isATraceparent() {
    TraceParent trace = TraceParent.begun();
    assertThat(TraceParent.parse(trace.header()))
        .hasValueSatisfying(t -> assertThat(t.traceId()).isEqualTo(trace.traceId()));
    assertThat(trace.flags()).isEqualTo("00");
  }
}
