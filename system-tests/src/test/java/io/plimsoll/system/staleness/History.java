package io.plimsoll.system.staleness;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Every state of every unit, replayed from the slot in commit order. Thread-safe. */
final class History {
  private static final long UNKNOWN = Long.MIN_VALUE;

  private final Map<Long, Long> boxes = new HashMap<>();
  private final Map<Long, State.OfItem> items = new TreeMap<>();
  private final Map<Unit, List<Step>> steps = new HashMap<>();
  private final Map<Long, Commit> byVersion = new HashMap<>();
  private final Map<Long, Long> acknowledged = new ConcurrentHashMap<>();
  private int commits;

  /** To be called when a commit has returned to its writer. */
  void acknowledged(long version) {
    acknowledged(version, System.nanoTime());
  }

  void acknowledged(long version, long nanos) {
    acknowledged.put(version, nanos);
  }

  /** When the commit had returned at the latest; the greatest long when it is not known. */
  long acknowledgedAt(long version) {
    return acknowledged.getOrDefault(version, Long.MAX_VALUE);
  }

  /** Adds a transaction; those come in commit order. */
  synchronized void committed(long xid, long end, long received, List<Change> changes) {
    Set<Unit> touched = new LinkedHashSet<>();
    long version = UNKNOWN;
    for (Change change : changes) {
      version = Math.max(version, apply(change, touched));
    }
    if (touched.isEmpty() && version == UNKNOWN) {
      return;
    }
    Commit commit = new Commit(commits++, end, xid, version, received, touched);
    byVersion.put(version, commit);
    touched.forEach(unit -> stepsOf(unit).add(new Step(commit, stateOf(unit))));
  }

  private long apply(Change change, Set<Unit> touched) {
    return switch (change) {
      case Change.Begin begin -> UNKNOWN;
      case Change.End end -> UNKNOWN;
      case Change.Journal journal -> journal.version();
      case Change.Box box -> {
        boxes.put(box.id(), box.version());
        touched.add(new Unit.Box(box.id()));
        yield box.version();
      }
      case Change.BoxGone gone -> {
        boxes.remove(gone.id());
        touched.add(new Unit.Box(gone.id()));
        yield UNKNOWN;
      }
      case Change.Item item -> {
        remove(item.id(), touched);
        items.put(item.id(), new State.OfItem(item.box(), item.version()));
        touched.add(new Unit.Box(item.box()));
        touched.add(new Unit.Item(item.id()));
        yield item.version();
      }
      case Change.ItemGone gone -> {
        remove(gone.id(), touched);
        yield UNKNOWN;
      }
      case Change.ItemsTruncated truncated -> {
        List.copyOf(items.keySet()).forEach(id -> remove(id, touched));
        yield UNKNOWN;
      }
    };
  }

  private void remove(long id, Set<Unit> touched) {
    State.OfItem old = items.remove(id);
    if (old != null) {
      touched.add(new Unit.Box(old.box()));
      touched.add(new Unit.Item(id));
    }
  }

  private State stateOf(Unit unit) {
    return switch (unit) {
      case Unit.Item item -> items.getOrDefault(item.id(), State.OfItem.NONE);
      case Unit.Box box -> {
        SortedMap<Long, Long> inside = new TreeMap<>();
        items.forEach((id, item) -> {
          if (item.box() == box.id()) {
            inside.put(id, item.version());
          }
        });
        yield new State.OfBox(boxes.getOrDefault(box.id(), State.ABSENT), inside);
      }
    };
  }

  private List<Step> stepsOf(Unit unit) {
    return steps.computeIfAbsent(
        unit, u -> new ArrayList<>(List.of(new Step(Commit.GENESIS, State.none(u)))));
  }

  /** The unit's states so far, with the times of their commits. */
  synchronized Timeline timeline(Unit unit) {
    List<Step> known = List.copyOf(stepsOf(unit));
    return new Timeline(
        known, known.stream().mapToLong(step -> acknowledgedAt(step.commit().version())).toArray());
  }

  /** Whether the slot has told this version. */
  synchronized boolean knows(long version) {
    return byVersion.containsKey(version);
  }

  /** The transaction with this version. */
  synchronized Optional<Commit> commit(long version) {
    return Optional.ofNullable(byVersion.get(version));
  }

  /** Versions whose commit has returned and that the slot has not told. */
  synchronized Set<Long> untold() {
    return acknowledged.keySet().stream()
        .filter(version -> !byVersion.containsKey(version))
        .collect(Collectors.toSet());
  }
}
