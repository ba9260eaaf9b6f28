package io.plimsoll.core.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.stream.Collectors;

/** Writes {@code docs/configuration.md} from the records. */
final class ConfigDocs {
  private static final String HEAD =
      """
      # Configuration
      Generated from the records in `io.plimsoll.core.config`: change them, then run
      `mvn test -pl core -Dtest=ConfigDocsTest -Dplimsoll.update-docs=true`.

      Sources, a later one wins: a file (`--config FILE`, properties syntax), the environment, flags
      (`--postgres.url=…`). Unknown keys fail; all problems are told at once, then the exit code is 2.
      Secrets are taken from the file or the environment only: every user of a machine can see flags.
      `--print-config` prints the values in force with secrets hidden, and ends.
      Durations: `250ms`, `30s`, `5m`, `1h`, `7d`. The log level is `PLIMSOLL_LOG_LEVEL` (default
      `info`), its format `PLIMSOLL_LOG_FORMAT`: `text`, or `ecs`, JSON by the Elastic Common Schema; the
      default is `text` on a terminal, else `ecs`. Both environment only.
      """;

  private ConfigDocs() {}

  static String markdown(List<Class<? extends Record>> services) {
    StringBuilder out = new StringBuilder(HEAD);
    for (Class<? extends Record> service : services) {
      Doc title = service.getAnnotation(Doc.class);
      if (title == null) {
        throw new IllegalStateException(service + " must have a @Doc");
      }
      out.append("\n## ").append(title.value()).append('\n');
      out.append("| Key | Environment | Type | Default | What it is |\n|---|---|---|---|---|\n");
      Key.of(service).forEach(key -> out.append(row(key)));
    }
    return out.toString();
  }

  private static String row(Key key) {
    String fallback =
        key.fallback()
            .map(text -> "`" + text + "`")
            .or(() -> key.fallbackBy().map(ConfigDocs::byKey))
            .orElse(Values.isOptional(key.type()) ? "none" : "**required**");
    return "| `%s` | `%s` | %s%s | %s | %s |\n"
        .formatted(
            key.name(),
            key.variable(),
            type(key.type()),
            key.secret() ? ", secret" : "",
            fallback,
            key.doc());
  }

  private static String byKey(Key.FallbackBy by) {
    return by.texts().entrySet().stream()
        .map(e -> "%s: `%s`".formatted(e.getKey(), e.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String type(Type type) {
    if (type instanceof ParameterizedType p) {
      String content = type(p.getActualTypeArguments()[0]);
      return p.getRawType() == List.class ? "list" : content;
    }
    String name = ((Class<?>) type).getSimpleName();
    return switch (name) {
      case "String" -> "text";
      case "int", "long" -> "number";
      case "boolean" -> "true/false";
      case "Duration" -> "duration";
      case "Path" -> "path";
      default -> Values.expected(type);
    };
  }
}
