package io.plimsoll.local.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Judges whether changes tell what keyed tags need to know. */
final class IdentityJudge {
  /** A row leaves its page's limit of 2 kB by its widest values first. */
  private static final int WIDE = 200;

  private static final Rule IDENTITY =
      new Rule(
          "postgres-replica-identity",
          "the old value of every column that keyed tags use",
          "without it an UPDATE or DELETE of one row ends every cached answer of its table; nothing stale is served either way");
  private static final Rule TOAST =
      new Rule(
          "postgres-toast-keys",
          "keyed tags on short values",
          "a value stored outside its row (TOAST) is not sent when an update leaves it as it is, and then the whole table is ended");

  private IdentityJudge() {}

  static List<Finding> judge(IdentityFacts facts) {
    List<Finding> findings = new ArrayList<>();
    if (facts.columns().isEmpty()) {
      return List.of(IDENTITY.ok("no keyed tags"));
    }
    SortedMap<String, List<IdentityFacts.Column>> hidden =
        facts.columns().stream()
            .filter(column -> !column.told())
            .collect(
                Collectors.groupingBy(
                    IdentityFacts.Column::table, TreeMap::new, Collectors.toList()));
    hidden.forEach((table, columns) -> findings.add(identity(table, columns)));
    if (findings.isEmpty()) {
      findings.add(IDENTITY.ok("told for all %d columns".formatted(facts.columns().size())));
    }
    findings.addAll(toast(facts));
    return findings;
  }

  private static Finding identity(String table, List<IdentityFacts.Column> columns) {
    String names =
        columns.stream().map(IdentityFacts.Column::column).collect(Collectors.joining(", "));
    return IDENTITY.warn(
        "%s does not tell %s (REPLICA IDENTITY %s)"
            .formatted(table, names, name(columns.getFirst().identity())),
        new Fix.Advice(
            "alter table %s replica identity full; -- costs the whole old row in the WAL for each UPDATE and DELETE"
                .formatted(table)));
  }

  private static String name(String identity) {
    return switch (identity) {
      case "i" -> "USING INDEX";
      case "n" -> "NOTHING";
      default -> "DEFAULT";
    };
  }

  private static List<Finding> toast(IdentityFacts facts) {
    List<IdentityFacts.Column> leaving =
        facts.columns().stream().filter(IdentityFacts.Column::canLeave).toList();
    List<Finding> wide =
        leaving.stream()
            .filter(column -> column.width() >= WIDE)
            .map(column ->
                TOAST.warn(
                    "%s.%s has %d bytes on average"
                        .formatted(column.table(), column.column(), column.width()),
                    new Fix.Advice(
                        "key by a short column instead; or alter table %s replica identity full, which tells the old value"
                            .formatted(column.table()))))
            .toList();
    if (!wide.isEmpty()) {
      return wide;
    }
    String found =
        leaving.isEmpty()
            ? "none can be stored outside its row"
            : "short: "
                + leaving.stream()
                    .map(column -> column.table() + "." + column.column())
                    .collect(Collectors.joining(", "));
    return List.of(TOAST.ok(found));
  }
}
