package io.plimsoll.core.cache.redis;

import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Stamp;
import io.plimsoll.core.freshness.Xid;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What reads of a test have seen. */
final class Stamps {
  private Stamps() {}

  /** A read near the transaction {@code nextXid}, with up to {@code reach} ids still running. */
  static Stamp random(Random random, long nextXid, int reach) {
    if (random.nextInt(4) == 0) {
      return new Stamp.UpTo(new Lsn(nextXid - random.nextInt(4)));
    }
    long xmin = nextXid + 1 - random.nextInt(reach);
    long xmax = Math.max(xmin, nextXid + 1 - random.nextInt(3));
    List<Xid> running = new ArrayList<>();
    for (long xid = xmin; xid < xmax; xid++) {
      if (xid == xmin || random.nextInt(reach / 2) == 0) {
        running.add(new Xid(xid));
      }
    }
    return new Stamp.Primary(new Xid(xmin), new Xid(xmax), running);
  }
}
