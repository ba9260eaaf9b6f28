package io.plimsoll.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.ConsoleAppender;
import io.plimsoll.core.config.LogStyle;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class LogLinesTest {
  private final LoggerContext context = new LoggerContext();

  LogLinesTest() {
    context.setMDCAdapter(new LogbackMDCAdapter());
  }

  private LoggingEvent event(String message, @Nullable Throwable thrown) {
    return new LoggingEvent(
        "fqcn", context.getLogger("io.plimsoll.Some"), Level.WARN, message, thrown, null);
  }

  private static String line(ch.qos.logback.core.encoder.Encoder<?> encoder, LoggingEvent event) {
    @SuppressWarnings("unchecked")
    var typed = (ch.qos.logback.core.encoder.Encoder<LoggingEvent>) encoder;
    return new String(typed.encode(event), StandardCharsets.UTF_8);
  }

  @Test
  void format_isTextOnATerminal_elseJson_unlessItIsStated() {
    assertThat(LogFormat.choose(Optional.empty(), true)).isEqualTo(LogStyle.TEXT);
    assertThat(LogFormat.choose(Optional.empty(), false)).isEqualTo(LogStyle.ECS);
    assertThat(LogFormat.choose(Optional.of("ecs"), true)).isEqualTo(LogStyle.ECS);
    assertThat(LogFormat.choose(Optional.of("text"), false)).isEqualTo(LogStyle.TEXT);
  }

  @Test
  void ecsLine_isOneJsonObject_withPairsCodeTraceAndStackTrace() {
    EcsLines encoder = new EcsLines();
    encoder.start();
    LoggingEvent event =
        event("code=some-failure it is \"quoted\"\nand broken", new IllegalStateException("why"));
    event.addKeyValuePair(new KeyValuePair("part", "a\"b"));
    event.setMDCPropertyMap(Map.of("trace.id", "4bf92f3577b34da6a3ce929d0e0e4736"));
    String line = line(encoder, event);
    assertThat(line).endsWith("\n").containsOnlyOnce("\n");
    JsonNode json = JsonMapper.shared().readTree(line);
    assertThat(json.get("@timestamp").asString()).isNotEmpty();
    assertThat(json.get("log.level").asString()).isEqualTo("WARN");
    assertThat(json.get("log.logger").asString()).isEqualTo("io.plimsoll.Some");
    assertThat(json.get("message").asString()).contains("\"quoted\"\nand broken");
    assertThat(json.get("plimsoll.code").asString()).isEqualTo("some-failure");
    assertThat(json.get("plimsoll.part").asString()).isEqualTo("a\"b");
    assertThat(json.get("trace.id").asString()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
    assertThat(json.get("error.type").asString()).isEqualTo("java.lang.IllegalStateException");
    assertThat(json.get("error.stack_trace").asString()).contains("LogLinesTest");
  }

  @Test
  void ecsLine_withoutCode_hasNone() {
    EcsLines encoder = new EcsLines();
    encoder.start();
    String line = line(encoder, event("all is well: code=x", null));
    assertThat(JsonMapper.shared().readTree(line).get("plimsoll.code")).isNull();
  }

  /** The files of both formats can be read, and give the one appender. */
  @Test
  void bothFormats_areConfigured() throws Exception {
    for (LogStyle format : LogStyle.values()) {
      LoggerContext own = new LoggerContext();
      own.putProperty("FORMAT", format.label());
      JoranConfigurator configurator = new JoranConfigurator();
      configurator.setContext(own);
      URL file = Objects.requireNonNull(getClass().getResource("include-test.xml"));
      configurator.doConfigure(file);
      ConsoleAppender<?> appender =
          (ConsoleAppender<?>) own.getLogger("ROOT").getAppender("stderr");
      assertThat(appender.isStarted()).isTrue();
      assertThat(line(appender.getEncoder(), event("hello", null)))
          .contains(format == LogStyle.ECS ? "\"message\":\"hello\"" : "msg=\"hello\"");
    }
  }
}
