package io.plimsoll.metrics;

import java.util.Map;

/** Lines of Prometheus's text format 0.0.4, with HELP and TYPE before each name. */
final class Exposition {
  private final StringBuilder out = new StringBuilder();

  /** Begins a metric; its samples follow. */
  Exposition metric(String name, String type, String help) {
    out.append("# HELP ").append(name).append(' ').append(help).append('\n');
    out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    return this;
  }

  /** A sample. */
  void sample(String name, Map<String, String> labels, long value) {
    write(name, labels, Long.toString(value));
  }

  /** A sample. */
  void sample(String name, Map<String, String> labels, double value) {
    write(name, labels, Double.toString(value));
  }

  /** The labels come in the order of the map. */
  private void write(String name, Map<String, String> labels, String value) {
    out.append(name);
    if (!labels.isEmpty()) {
      out.append('{');
      labels.forEach(
          (label, text) -> out.append(label).append("=\"").append(escape(text)).append("\","));
      out.setCharAt(out.length() - 1, '}');
    }
    out.append(' ').append(value);
    out.append('\n');
  }

  private static String escape(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
