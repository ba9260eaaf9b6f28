package io.plimsoll.core.cache.redis;

import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Stamp;
import io.plimsoll.core.freshness.Xid;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** What reads of a test have seen. */
final class Stamps {
  private Stamps() {}

  /** A read near the transaction {@code nextXid}, with up to {@code reach} ids still running. */
  static Stamp random(RandomGenerator random, long nextXid, int reach) {
    if (random.nextInt(4) == 0) {
      return new Stamp.UpTo(new Lsn(nextXid - random.nextInt(4)));
    }
    int behind = random.nextInt(reach);
    int open = behind - Math.min(behind, random.nextInt(3)); // Of ids that may lie around 2^63.
    long xmin = nextXid + 1 - behind;
    List<Xid> running = new ArrayList<>();
    for (int i = 0; i < open; i++) {
      if (i == 0 || random.nextInt(reach / 2) == 0) {
        running.add(new Xid(xmin + i));
      }
    }
    return new Stamp.Primary(new Xid(xmin), new Xid(xmin + open), running);
  }
}
