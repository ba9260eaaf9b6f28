package io.plimsoll.system.oracle;

import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.TagHash;
import io.plimsoll.core.record.Invalidation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Holds what changed against what was told. */
final class Judge {
  private final RandomSchema schema;
  private final long seed;
  private final Counts counts;
  private final TagHash hash;

  Judge(RandomSchema schema, long seed, Counts counts, TagHash hash) {
    this.schema = schema;
    this.seed = seed;
    this.counts = counts;
    this.hash = hash;
  }

  /**
   * Judges all.
   *
   * @param shown before the first transaction and behind each
   * @param records of transactions, in the order of the WAL; those without a change are missing
   */
  List<String> judge(
      List<Entry> entries,
      List<Evaluation.Shown> shown,
      List<RandomTransaction> transactions,
      List<List<Invalidation>> records) {
    List<Set<String>> told = told(shown, records);
    List<String> found = new ArrayList<>();
    for (int e = 0; e < entries.size(); e++) {
      violation(entries.get(e), e, shown, transactions, told).ifPresent(found::add);
    }
    return found;
  }

  private Optional<String> violation(
      Entry entry,
      int number,
      List<Evaluation.Shown> shown,
      List<RandomTransaction> transactions,
      List<Set<String>> told) {
    int loaded = 0;
    if (!shown.getFirst().answers().containsKey(number)) {
      return Optional.empty();
    }
    Set<String> tags = entry.tags(answer(shown, 0, number), hash);
    for (int t = 0; t < transactions.size(); t++) {
      if (!shown.get(t + 1).answers().containsKey(number)) {
        return Optional.empty();
      }
      Entry.Answer kept = answer(shown, loaded, number);
      Entry.Answer now = answer(shown, t + 1, number);
      boolean changed = !kept.json().equals(now.json());
      boolean hit = !Collections.disjoint(tags, told.get(t));
      counts.one("pairs");
      counts.add("pairs changed", changed ? 1 : 0);
      counts.add("pairs hit", hit ? 1 : 0);
      counts.add("pairs changed and hit", changed && hit ? 1 : 0);
      if (changed && !hit) {
        return Optional.of(told(entry, number, shown, transactions, loaded, t));
      }
      if (hit) {
        loaded = t + 1;
        tags = entry.tags(now, hash);
      }
    }
    return Optional.empty();
  }

  private static Entry.Answer answer(List<Evaluation.Shown> shown, int at, int number) {
    return Objects.requireNonNull(shown.get(at).answers().get(number));
  }

  private String told(
      Entry entry,
      int number,
      List<Evaluation.Shown> shown,
      List<RandomTransaction> transactions,
      int loaded,
      int last) {
    Entry.Answer kept = answer(shown, loaded, number);
    StringBuilder text = new StringBuilder("seed " + seed + "\n" + entry + "\n");
    text.append("kept: ").append(kept.json()).append("\n");
    text.append("now:  ").append(answer(shown, last + 1, number).json()).append("\n");
    text.append("tags: ").append(entry.shownTags(kept)).append("\n");
    text.append("plan: ").append(entry.plan()).append("\n");
    text.append("transactions before: ").append(loaded).append("\n");
    for (int t = loaded; t <= last; t++) {
      text.append("-- ").append(t).append("\n").append(transactions.get(t).sql()).append("\n");
    }
    text.append("schema:\n").append(String.join(";\n", schema.ddl()));
    return text.toString();
  }

  /** Of each transaction, also of those that changed nothing. */
  private static List<Set<String>> told(
      List<Evaluation.Shown> shown, List<List<Invalidation>> records) {
    List<Set<String>> all = new ArrayList<>();
    int at = 0;
    for (int t = 1; t < shown.size(); t++) {
      Lsn upTo = shown.get(t).position();
      Set<String> names = Set.of();
      while (at < records.size() && commitEnd(records.get(at)).compareTo(upTo) <= 0) {
        names = Oracle.ended(records.get(at)).orElseThrow();
        at++;
      }
      all.add(names);
    }
    if (at < records.size()) {
      throw new IllegalStateException("a transaction that none of ours is");
    }
    return all;
  }

  private static Lsn commitEnd(List<Invalidation> records) {
    return ((Invalidation.Transaction) records.getLast()).mark().commitEnd();
  }
}
