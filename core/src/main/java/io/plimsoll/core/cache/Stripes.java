package io.plimsoll.core.cache;

import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Mark;
import io.plimsoll.core.freshness.Stamp;
import io.plimsoll.core.freshness.Xid;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The recent marks of a partition, by stripes of tags: what {@code apply.lua} keeps in Redis. A
 * stripe holds up to {@link #CAPACITY} marks; then the older half is folded into one that stands
 * for all transactions up to it. Not thread-safe.
 *
 * <p>Memory of a partition's control state is bounded, whatever is written. In Redis {@link #COUNT}
 * stripes of 64 bytes and {@link #CAPACITY} marks of 32 each: 4.2 MB of values, at most {@link
 * #MAX_REDIS_BYTES} with what Redis and its allocator add, and the control state of less than 1 KB.
 * In a process at most 10 MB: each mark is three objects of 24 bytes and a reference, on a 64-bit
 * JVM with compressed pointers.
 */
public final class Stripes {
  /** How many sets of marks a partition has. Readers and writers of one must agree on it. */
  public static final int COUNT = 512;

  /** Most that the stripes of one partition take in Redis: {@code MEMORY USAGE} of their key. */
  public static final long MAX_REDIS_BYTES = 6L << 20;

  /** Marks that a stripe may hold before the older half is folded. */
  static final int CAPACITY = 256;

  private static final Mark NOTHING = new Mark(Xid.NONE, Lsn.NONE);

  /** A set of marks, never only the last or the greatest: commits become visible out of order. */
  private static final class Stripe {
    private final List<Mark> marks = new ArrayList<>();
    private Mark folded = NOTHING;

    /** Folds before it adds: a list never gives back the room that a large batch once took. */
    void add(List<Mark> more) {
      int all = marks.size() + more.size();
      int older = all > CAPACITY ? all - CAPACITY / 2 : 0;
      List<Mark> own = marks.subList(0, Math.min(older, marks.size()));
      int olderOfMore = older - own.size();
      own.forEach(this::fold);
      own.clear();
      more.subList(0, olderOfMore).forEach(this::fold);
      marks.addAll(more.subList(olderOfMore, more.size()));
    }

    private void fold(Mark mark) {
      folded = folded.max(mark);
    }

    boolean seenBy(Stamp stamp) {
      return stamp.clears(folded) && marks.stream().allMatch(stamp::sees);
    }
  }

  private final @Nullable Stripe[] stripes = new @Nullable Stripe[COUNT];

  /** The stripe of a tag: FNV-1a, 32 bits, of its name. */
  public static int of(String tag) {
    int hash = 0x811c9dc5;
    for (byte b : tag.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x01000193;
    }
    return Integer.remainderUnsigned(hash, COUNT);
  }

  /** The marks of a batch, each once in every stripe that one of its tags falls into. */
  public static Map<Integer, List<Mark>> marks(List<Batch.Change> changes) {
    Map<Integer, List<Mark>> marks = new TreeMap<>();
    for (Batch.Change change : changes) {
      change.tags().stream()
          .map(Stripes::of)
          .distinct()
          .forEach(s -> marks.computeIfAbsent(s, x -> new ArrayList<>()).add(change.mark()));
    }
    return marks;
  }

  /** Takes the marks of a batch. */
  public void add(List<Batch.Change> changes) {
    marks(changes)
        .forEach((index, marks) -> {
          Stripe stripe = stripes[index];
          if (stripe == null) {
            stripe = new Stripe();
            stripes[index] = stripe;
          }
          stripe.add(marks);
        });
  }

  /** Whether a read sees every mark that any of these tags may have. */
  public boolean seenBy(Stamp stamp, List<String> tags) {
    for (String tag : tags) {
      Stripe stripe = stripes[of(tag)];
      if (stripe != null && !stripe.seenBy(stamp)) {
        return false;
      }
    }
    return true;
  }
}
