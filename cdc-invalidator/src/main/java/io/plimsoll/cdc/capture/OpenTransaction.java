package io.plimsoll.cdc.capture;

import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.record.Invalidation;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A transaction whose commit has not been read yet. */
final class OpenTransaction {
  private final long xid;
  private final Map<String, TableState> tables = new LinkedHashMap<>();
  private final Set<String> gaps = new LinkedHashSet<>();
  private Optional<Captured.Beat> beat = Optional.empty();
  private boolean allWhole;
  private long events;
  private int tags;

  OpenTransaction(long xid) {
    this.xid = xid;
  }

  long xid() {
    return xid;
  }

  long events() {
    return events;
  }

  void countEvent() {
    events++;
  }

  TableState table(String name) {
    return tables.computeIfAbsent(name, TableState::new);
  }

  int tableCount() {
    return tables.size();
  }

  /** Keyed tags of all its tables. */
  int tags() {
    return tags;
  }

  void countTags(int more) {
    tags += more;
  }

  /** Tells every table as a whole, those to come too. */
  void wholeTables() {
    allWhole = true;
    tags = 0;
    tables.values().forEach(TableState::whole);
  }

  boolean isAllWhole() {
    return allWhole;
  }

  void beat(Captured.Beat event) {
    beat = Optional.of(event);
  }

  Optional<Captured.Beat> beat() {
    return beat;
  }

  /**
   * After a crash the stream begins with what the slot had not confirmed before: heartbeats of the
   * history that has ended, which say nothing of this one.
   */
  void forgetBeatOfAnother(Incarnation incarnation) {
    beat = beat.filter(event -> event.incarnation().equals(incarnation.value()));
  }

  void gap(String code) {
    gaps.add(code);
  }

  Set<String> gaps() {
    return gaps;
  }

  List<Invalidation.TableChange> changes() {
    return tables.values().stream().map(TableState::change).toList();
  }
}
