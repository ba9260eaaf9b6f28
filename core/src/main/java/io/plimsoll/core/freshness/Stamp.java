package io.plimsoll.core.freshness;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What a read saw. {@link #sees} is the one decision on which the freshness promise rests. */
public sealed interface Stamp {
  /** Whether everything the marked commit did was visible to this read. */
  boolean sees(Mark mark);

  /** Whether it was, and everything that any transaction before the marked one did. */
  boolean clears(Mark mark);

  /** What {@link #parse} reads. */
  String text();

  /** Parses {@link #text()} of any stamp. */
  static Stamp parse(String text) {
    return text.startsWith(UpTo.PREFIX)
        ? new UpTo(Lsn.ofHex(text.substring(UpTo.PREFIX.length())))
        : Primary.parse(text);
  }

  /**
   * A read on the primary: {@code pg_current_snapshot()} taken in the same statement as the data.
   *
   * @param xmin every transaction below it has ended
   * @param xmax the first transaction not yet assigned; this and all above are invisible
   * @param running those between that had not ended, ascending
   */
  record Primary(Xid xmin, Xid xmax, List<Xid> running) implements Stamp {
    public Primary {
      running = List.copyOf(running);
    }

    /** Parses {@code xmin:xmax:xip,xip,…}, the text of a {@code pg_snapshot}. */
    public static Primary parse(String snapshot) {
      String[] parts = snapshot.split(":", -1);
      if (parts.length != 3) {
        throw new IllegalArgumentException(
            "pg_snapshot must look like 10:20:10,14, was \"" + snapshot + "\"");
      }
      List<Xid> running = new ArrayList<>();
      if (!parts[2].isEmpty()) {
        for (String xid : parts[2].split(",", -1)) {
          running.add(Xid.ofDecimal(xid));
        }
      }
      return new Primary(Xid.ofDecimal(parts[0]), Xid.ofDecimal(parts[1]), running);
    }

    @Override
    public boolean sees(Mark mark) {
      Xid xid = mark.xid();
      return xid.compareTo(xmin) < 0 || (xid.compareTo(xmax) < 0 && !running.contains(xid));
    }

    /** Two commits may become visible in another order than they were logged: only xmin tells. */
    @Override
    public boolean clears(Mark mark) {
      return mark.xid().compareTo(xmin) < 0;
    }

    @Override
    public String text() {
      return xmin
          + ":"
          + xmax
          + ":"
          + running.stream().map(Xid::toString).collect(Collectors.joining(","));
    }
  }

  /**
   * A read of everything that the log holds up to a position, and maybe of more: on a standby
   * {@code pg_last_wal_replay_lsn()}, fetched in autocommit before the read began (a standby's
   * snapshot has an empty list of running transactions and would show them as committed); from
   * another cache the position up to which that one has applied the change stream, read together
   * with the entry.
   */
  record UpTo(Lsn lsn) implements Stamp {
    private static final String PREFIX = "@";

    @Override
    public boolean sees(Mark mark) {
      return mark.commitEnd().compareTo(lsn) <= 0;
    }

    @Override
    public boolean clears(Mark mark) {
      return sees(mark);
    }

    @Override
    public String text() {
      return PREFIX + lsn.hex();
    }
  }
}
