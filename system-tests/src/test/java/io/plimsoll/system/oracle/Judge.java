package io.plimsoll.system.oracle;

import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.TagHash;
import io.plimsoll.core.record.Invalidation;
import io.plimsoll.core.stream.TagsDoor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Holds what changed against what was told. Each entry is loaded at the start, and again after a
 * transaction that has ended one of its tags; one that was not ended keeps its tags.
 */
final class Judge {
  private final Counts counts;
  private final TagHash hash;
  private final List<RandomTransaction> transactions;
  private final List<Evaluation.Shown> shown;
  private final List<Set<String>> told;

  private Judge(
      Counts counts,
      TagHash hash,
      List<RandomTransaction> transactions,
      List<Evaluation.Shown> shown,
      List<Set<String>> told) {
    this.counts = counts;
    this.hash = hash;
    this.transactions = transactions;
    this.shown = shown;
    this.told = told;
  }

  /**
   * Of what was shown and told.
   *
   * @param shown before the first transaction and behind each
   * @param records of transactions, in the order of the WAL; those without a change are missing
   */
  static Judge of(
      Counts counts,
      TagHash hash,
      List<RandomTransaction> transactions,
      List<Evaluation.Shown> shown,
      List<List<Invalidation>> records) {
    return new Judge(counts, hash, transactions, shown, told(shown, records));
  }

  /** Each entry that should have been told of a transaction and was not. */
  List<Violation> all(List<Entry> entries) {
    List<Violation> found = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      judge(entries.get(i), i).ifPresent(found::add);
    }
    return found;
  }

  /** The same of the same entries with other plans. */
  Judge with(Counts other) {
    return new Judge(other, hash, transactions, shown, told);
  }

  /** The first transaction that an entry should have been told of. */
  private Optional<Violation> judge(Entry entry, int number) {
    int loaded = 0;
    boolean ever = false;
    Set<String> tags = Set.of();
    for (int t = 0; t < transactions.size(); t++) {
      Optional<Entry.Answer> kept = answer(loaded, number);
      Optional<Entry.Answer> now = answer(t + 1, number);
      if (kept.isEmpty() || now.isEmpty()) {
        break; // Postgres could not read it any more.
      }
      if (loaded == t) {
        tags = entry.tags(kept.get(), hash);
      }
      boolean changed = !kept.get().json().equals(now.get().json());
      boolean hit = !Collections.disjoint(tags, told.get(t));
      count(changed, hit);
      ever |= changed;
      if (changed && !hit) {
        return Optional.of(
            new Violation(entry, kept.get(), loaded, now.get(), transactions.subList(0, t + 1)));
      }
      loaded = hit ? t + 1 : loaded;
    }
    counts.one(ever ? "entries that changed" : "entries that did not change");
    return Optional.empty();
  }

  private void count(boolean changed, boolean hit) {
    counts.one("pairs");
    counts.add("pairs changed", changed ? 1 : 0);
    counts.add("pairs hit", hit ? 1 : 0);
    counts.add("pairs changed and hit", changed && hit ? 1 : 0);
  }

  private Optional<Entry.Answer> answer(int at, int number) {
    return Optional.ofNullable(shown.get(at).answers().get(number));
  }

  /** Names of the tags that each transaction ends, also of those that changed nothing. */
  private static List<Set<String>> told(
      List<Evaluation.Shown> shown, List<List<Invalidation>> records) {
    List<Set<String>> all = new ArrayList<>();
    int at = 0;
    for (Evaluation.Shown one : shown.subList(1, shown.size())) {
      Set<String> names = new TreeSet<>();
      while (at < records.size() && commitEnd(records.get(at)).compareTo(one.position()) <= 0) {
        records.get(at++).forEach(record -> names.addAll(ended(record)));
      }
      all.add(names);
    }
    if (at < records.size()) {
      throw new IllegalStateException("a transaction that is none of ours");
    }
    return all;
  }

  private static List<String> ended(Invalidation record) {
    return switch (record) {
      case Invalidation.Transaction transaction -> TagsDoor.of(transaction);
      case Invalidation.Gap gap -> throw new IllegalStateException("gap " + gap.code());
    };
  }

  private static Lsn commitEnd(List<Invalidation> records) {
    return ((Invalidation.Transaction) records.getLast()).mark().commitEnd();
  }
}
