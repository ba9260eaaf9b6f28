package io.plimsoll.system.oracle;

import java.util.List;
import java.util.stream.Collectors;

/**
 * An answer that changed although none of its tags was told.
 *
 * @param kept the answer when it was loaded, behind so many of the transactions
 * @param now the answer behind all of the transactions
 */
record Violation(
    Entry entry,
    Entry.Answer kept,
    int loaded,
    Entry.Answer now,
    List<RandomTransaction> transactions) {
  Violation {
    transactions = List.copyOf(transactions);
  }

  /** All that is needed to see it again. */
  String shown(Build build) {
    return """
    %s
    kept: %s
    now:  %s
    tags: %s
    plan: %s
    schema:
    %s
    -- loaded behind %d of these transactions
    %s\
    """
        .formatted(
            entry,
            kept.json(),
            now.json(),
            entry.shownTags(kept),
            entry.plan(),
            build,
            loaded,
            transactions.stream().map(RandomTransaction::sql).collect(Collectors.joining(";\n")));
  }
}
