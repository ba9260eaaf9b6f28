package io.plimsoll.core.cache.redis;

import io.plimsoll.core.cache.CacheKey;
import io.plimsoll.core.cache.Control;
import io.plimsoll.core.cache.Fill;
import io.plimsoll.core.cache.Lookup;
import io.plimsoll.core.cache.Query;
import io.plimsoll.core.cache.ServerClock;
import io.plimsoll.core.cache.WatermarkGuard;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What {@link RedisCache} writes and how it decides, without a Redis. */
public final class RedisDoor {
  /** A partition's keys, behind its namespace. */
  public static final String CONTROL = Keys.CONTROL;

  public static final String STRIPES = Keys.STRIPES;

  /** How an entry's key begins. */
  public static final String ENTRY = Keys.ENTRY;

  /** What answers an MGET of control state, perhaps an entry, and tags. */
  public interface Source {
    CompletionStage<List<byte @Nullable []>> get(Optional<CacheKey> entry, List<String> tags);
  }

  private final LookupDecision decision;

  public RedisDoor(ServerClock clock) {
    this.decision = new LookupDecision(clock, new WatermarkGuard(clock));
  }

  public CompletionStage<Lookup> look(Query query, Source source) {
    return decision.look(query, (entries, tags) -> source.get(entries.stream().findFirst(), tags));
  }

  public static byte[] encode(Control control) {
    return Keys.bytes(ControlCodec.encode(control));
  }

  public static Control decode(byte[] control) {
    return ControlCodec.decode(control);
  }

  /** An entry as {@code fill.lua} writes it. */
  public static byte[] entry(String epoch, long storedMicros, Fill fill, String generations) {
    byte[] head =
        (epoch
                + "|"
                + ControlCodec.hex(storedMicros)
                + "|"
                + EntryCodec.sentFields(fill)
                + generations
                + "|\n")
            .getBytes(StandardCharsets.ISO_8859_1);
    byte[] body = fill.content().body();
    byte[] entry = java.util.Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, entry, head.length, body.length);
    return entry;
  }
}
