package io.plimsoll.core.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import co.elastic.logging.JsonUtils;
import co.elastic.logging.logback.EcsEncoder;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.event.KeyValuePair;

/**
 * One JSON object a line, by the Elastic Common Schema; what ECS has no field for stands below
 * {@code plimsoll}: an event's key-value pairs, and the {@code code=} that its message begins with.
 */
public final class EcsLines extends EcsEncoder {
  private static final Pattern CODE = Pattern.compile("code=([a-z0-9-]{1,64}) .*", Pattern.DOTALL);

  @Override
  protected void addCustomFields(ILoggingEvent event, StringBuilder line) {
    Matcher code = CODE.matcher(event.getFormattedMessage());
    if (code.matches()) {
      field("code", code.group(1), line);
    }
    List<KeyValuePair> pairs = event.getKeyValuePairs();
    if (pairs != null) {
      pairs.forEach(pair -> field(pair.key, String.valueOf(pair.value), line));
    }
  }

  private static void field(String name, String value, StringBuilder line) {
    line.append("\"plimsoll.");
    JsonUtils.quoteAsString(name, line);
    line.append("\":\"");
    JsonUtils.quoteAsString(value, line);
    line.append("\",");
  }
}
