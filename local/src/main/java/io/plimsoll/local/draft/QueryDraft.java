package io.plimsoll.local.draft;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One query of the draft.
 *
 * @param comments lines before it, without {@code #}
 * @param params name to what YAML says of it
 * @param sql its lines
 */
record QueryDraft(
    String name,
    List<String> comments,
    String path,
    Map<String, String> params,
    List<String> sql,
    boolean one) {
  QueryDraft {
    comments = List.copyOf(comments);
    params = new LinkedHashMap<>(params);
    sql = List.copyOf(sql);
  }

  /** Lines of YAML, indented to be below {@code queries}. */
  List<String> yaml() {
    List<String> lines = new java.util.ArrayList<>();
    comments.forEach(comment -> lines.add("  # " + comment));
    lines.add("  " + name + ":");
    lines.add("    get: " + path);
    lines.add("    params:");
    params.forEach((param, type) -> lines.add("      " + param + ": " + type));
    lines.add("    sql: |");
    sql.forEach(line -> lines.add("      " + line));
    if (one) {
      lines.add("    one: true");
    }
    return lines;
  }
}
