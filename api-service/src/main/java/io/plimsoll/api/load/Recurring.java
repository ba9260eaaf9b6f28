package io.plimsoll.api.load;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Weigher;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Values that are kept for keys that come again. What is asked for once, as most that misses, is
 * neither kept nor evicted, which takes longer than to make it anew. Thread-safe; equal keys that
 * are asked for at once may each have a value made.
 */
public final class Recurring<K, V> {
  /** Of those that came once; several times as many as are kept. 1.5 bytes each. */
  private static final int REMEMBERED = 50_000;

  private final Cache<K, V> values;
  private final Doorkeeper doorkeeper;

  /**
   * Keeps nothing yet.
   *
   * @param maxBytes of what is kept
   * @param bytes of an entry, roughly
   */
  public Recurring(long maxBytes, Weigher<K, V> bytes) {
    doorkeeper = new Doorkeeper(REMEMBERED);
    values =
        Caffeine.newBuilder()
            .maximumWeight(maxBytes)
            .weigher(bytes)
            .executor(Runnable::run)
            .build();
  }

  /** What is kept for a key. */
  public @Nullable V find(K key) {
    return values.getIfPresent(key);
  }

  /** Keeps a value if its key has come before. */
  public void offer(K key, V value) {
    if (doorkeeper.seen(key)) {
      values.put(key, value);
    }
  }

  /** What is kept for a key, or is made for it now. */
  public V get(K key, Function<K, V> make) {
    V kept = values.getIfPresent(key);
    if (kept != null) {
      return kept;
    }
    V made = make.apply(key);
    offer(key, made);
    return made;
  }
}
