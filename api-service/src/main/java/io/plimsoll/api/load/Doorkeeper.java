package io.plimsoll.api.load;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Remembers which keys were asked for lately, in a few bits each: the doorkeeper of TinyLFU
 * (Einziger, Friedman and Manes, 2017). Two Bloom filters, of which the older one is forgotten when
 * the newer one is full: it knows at least the last half of its size, at most all of it. About one
 * new key in a hundred is taken for a known one. Thread-safe; two who ask for the same new key at
 * once may both be told that it is new.
 */
public final class Doorkeeper {
  private static final int BITS_PER_KEY = 12;
  private static final int HASHES = 4;

  private final int half;
  private final int bits;
  private volatile Filter newer;
  private volatile Filter older;

  /** Bits, and how many keys have set them. */
  private static final class Filter {
    private final AtomicLongArray words;
    private int keys;

    Filter(int bits) {
      words = new AtomicLongArray(bits / Long.SIZE);
    }
  }

  /**
   * One that knows nothing yet.
   *
   * @param keys how many it remembers; 1.5 bytes each
   */
  public Doorkeeper(int keys) {
    half = Math.max(1, keys / 2);
    bits = Math.ceilDiv(Math.multiplyExact(half, BITS_PER_KEY), Long.SIZE) * Long.SIZE;
    newer = new Filter(bits);
    older = new Filter(bits);
  }

  /** Remembers a key, by its hash code; whether it was known before. */
  public boolean seen(Object key) {
    long hash = spread(key.hashCode());
    Filter now = newer;
    boolean known = isIn(older, hash);
    if (add(now, hash)) {
      count(now);
      return known;
    }
    return true;
  }

  private synchronized void count(Filter filter) {
    filter.keys++;
    if (filter == newer && filter.keys >= half) {
      older = filter;
      newer = new Filter(bits);
    }
  }

  /** By double hashing, Kirsch and Mitzenmacher, 2008. */
  private int bit(long hash, int i) {
    int first = (int) hash;
    int second = (int) (hash >>> 32) | 1;
    return Integer.remainderUnsigned(first + i * second, bits);
  }

  private boolean isIn(Filter filter, long hash) {
    for (int i = 0; i < HASHES; i++) {
      int bit = bit(hash, i);
      if ((filter.words.get(bit / Long.SIZE) & (1L << bit)) == 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether it was not in it. */
  private boolean add(Filter filter, long hash) {
    boolean added = false;
    for (int i = 0; i < HASHES; i++) {
      int bit = bit(hash, i);
      long mask = 1L << bit;
      added |= (filter.words.getAndUpdate(bit / Long.SIZE, word -> word | mask) & mask) == 0;
    }
    return added;
  }

  /** The finalizer of MurmurHash3: each bit of the input changes half of the output's. */
  private static long spread(long value) {
    long h = value * 0x9E3779B97F4A7C15L;
    h = (h ^ (h >>> 33)) * 0xff51afd7ed558ccdL;
    h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return h ^ (h >>> 33);
  }
}
