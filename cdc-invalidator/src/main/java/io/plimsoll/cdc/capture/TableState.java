package io.plimsoll.cdc.capture;

import io.plimsoll.core.record.Invalidation;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What an open transaction has done to one table; bounded however many rows that is. */
final class TableState {
  /** More rows or tags are told as the whole table: records and memory stay small. */
  static final int MAX_ROWS = 1000;

  private final String table;
  private final Set<Character> operations = new LinkedHashSet<>();
  private final Set<String> tags = new LinkedHashSet<>();
  private long rows;
  private boolean whole;

  TableState(String table) {
    this.table = table;
  }

  void count(char operation, boolean row) {
    operations.add(operation);
    rows += row ? 1 : 0;
  }

  void whole() {
    whole = true;
    tags.clear();
  }

  boolean isWhole() {
    return whole;
  }

  /** Where the tags of the next row go. */
  Set<String> tags() {
    return tags;
  }

  boolean full() {
    return rows > MAX_ROWS || tags.size() > MAX_ROWS;
  }

  Invalidation.TableChange change() {
    StringBuilder text = new StringBuilder();
    operations.stream().sorted().forEach(text::append);
    int count = (int) Math.min(rows, Integer.MAX_VALUE);
    return new Invalidation.TableChange(table, text.toString(), count, whole, List.copyOf(tags));
  }
}
