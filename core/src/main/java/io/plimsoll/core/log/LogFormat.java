package io.plimsoll.core.log;

import ch.qos.logback.core.PropertyDefinerBase;
import io.plimsoll.core.config.LogStyle;
import java.io.Console;
import java.util.Optional;

/** Which format {@code logback.xml} takes: text for people at a terminal, JSON for all others. */
public final class LogFormat extends PropertyDefinerBase {
  @Override
  public String getPropertyValue() {
    boolean terminal =
        Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    return choose(Optional.ofNullable(System.getenv(LogStyle.VARIABLE)), terminal).label();
  }

  /** What cannot be read is a problem of the configuration, which is told there. */
  static LogStyle choose(Optional<String> given, boolean terminal) {
    return given.flatMap(LogStyle::parse).orElse(terminal ? LogStyle.TEXT : LogStyle.ECS);
  }
}
