package io.plimsoll.api.coding;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.plimsoll.core.cache.OwnedTier;
import io.plimsoll.core.config.CompressionConfig;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Bodies in the coding that a client wants, each compressed once. What is compressed is found by
 * what it is of, a body's validator, so it stays good when the entry it came with is gone, and is
 * there for the next entry with the same body. Thread-safe.
 */
public final class Codings {
  /** Of an entry's key, node and future. */
  private static final int OVERHEAD = 250;

  private final Compressors compressors = new Compressors();
  private final AcceptEncoding acceptEncoding;
  private final int from;
  private final boolean store;
  private final boolean zstd;
  private final Executor blocking;
  private final AsyncCache<Key, Coded> coded;
  private final Map<Coding, Counter> compressed = new EnumMap<>(Coding.class);

  private record Key(String etag, Coding coding) {}

  /**
   * A representation.
   *
   * @param etag strong validator with its quotes
   * @param body not to be modified
   */
  @SuppressWarnings("ArrayRecordComponent") // bytes move to the socket without a copy
  public record Coded(Coding coding, String etag, byte[] body) {
    static Coded identity(String etag, byte[] body) {
      return new Coded(Coding.IDENTITY, Coding.IDENTITY.etag(etag), body);
    }
  }

  /**
   * How bodies are compressed.
   *
   * @param offered the preferred one first; identity need not be among them
   * @param from bytes; smaller bodies are sent as they are
   * @param maxBytes of all that is kept compressed; the least useful goes first
   * @param store whether the shared cache holds larger bodies in zstd
   */
  record Settings(List<Coding> offered, int from, long maxBytes, boolean store) {
    Settings {
      offered = List.copyOf(offered);
    }
  }

  /** As configured. */
  public static Codings of(CompressionConfig config, Executor blocking, MeterRegistry registry) {
    List<Coding> offered =
        config.codings().stream().flatMap(token -> Coding.of(token).stream()).toList();
    return new Codings(
        new Settings(offered, config.from(), config.memory(), config.store()), blocking, registry);
  }

  /**
   * A shared cache that holds larger bodies compressed, where that is configured. Other instances
   * may have been configured otherwise, so what they have compressed is read in any case.
   */
  public OwnedTier around(OwnedTier shared) {
    return new CompressedTier(shared, this);
  }

  /** Leaves out the codings that do not work on this platform, and says so in the log. */
  Codings(Settings settings, Executor blocking, MeterRegistry registry) {
    this.acceptEncoding = new AcceptEncoding(compressors.working(settings.offered()));
    this.from = settings.from();
    this.store = settings.store();
    this.zstd = !compressors.working(List.of(Coding.ZSTD)).isEmpty();
    this.blocking = blocking;
    this.coded =
        Caffeine.newBuilder()
            .maximumWeight(settings.maxBytes())
            .weigher((Key key, Coded body) -> body.body().length + OVERHEAD)
            .executor(Runnable::run)
            .buildAsync();
    for (Coding coding : Coding.values()) {
      compressed.put(
          coding,
          Counter.builder("plimsoll.http.compressions")
              .tag("coding", coding.token())
              .register(registry));
    }
    Gauge.builder("plimsoll.http.compressed.bytes", this, Codings::bytes).register(registry);
  }

  /** About how many bytes all that is kept takes. */
  long bytes() {
    return coded.synchronous().policy().eviction().orElseThrow().weightedSize().orElse(0);
  }

  /**
   * The representation for a request; complete at once unless it has yet to be compressed.
   *
   * @param headers of the request
   * @param etag of the body, without quotes
   */
  public CompletableFuture<Coded> choose(MultiMap headers, String etag, byte[] body) {
    String wanted = wanted(headers);
    if (wanted == null) {
      return CompletableFuture.completedFuture(Coded.identity(etag, body));
    }
    AcceptEncoding.Choice choice = acceptEncoding.choose(wanted);
    if (choice.coding() == Coding.IDENTITY || (body.length < from && !choice.must())) {
      return CompletableFuture.completedFuture(Coded.identity(etag, body));
    }
    CompletableFuture<Coded> made =
        coded.get(
            new Key(etag, choice.coding()),
            (key, executor) -> CompletableFuture.supplyAsync(() -> compress(key, body), blocking));
    return choice.must() ? made : made.thenApply(c -> smaller(c, etag, body));
  }

  private static @Nullable String wanted(MultiMap headers) {
    String first = headers.get(HttpHeaders.ACCEPT_ENCODING);
    return first == null ? null : String.join(",", headers.getAll(HttpHeaders.ACCEPT_ENCODING));
  }

  private static Coded smaller(Coded coded, String etag, byte[] body) {
    return coded.body().length < body.length ? coded : Coded.identity(etag, body);
  }

  /** For the shared cache: in zstd where that is worth it, otherwise the same body. */
  byte[] stored(String etag, byte[] body) {
    if (body.length < from || !store || !zstd) {
      return body;
    }
    Coded made = coded.synchronous().get(new Key(etag, Coding.ZSTD), key -> compress(key, body));
    return smaller(made, etag, body).body();
  }

  /**
   * From the shared cache: the body itself; its compressed form is kept.
   *
   * @throws IllegalArgumentException when it is damaged
   */
  byte[] restored(String etag, byte[] stored) {
    if (!ZstdPool.is(stored)) {
      return stored;
    }
    byte[] body = compressors.unzstd(stored);
    Key key = new Key(etag, Coding.ZSTD);
    if (coded.getIfPresent(key) == null) {
      coded.put(
          key,
          CompletableFuture.completedFuture(
              new Coded(Coding.ZSTD, Coding.ZSTD.etag(etag), stored)));
    }
    return body;
  }

  private Coded compress(Key key, byte[] body) {
    Counter counter = compressed.get(key.coding());
    if (counter != null) {
      counter.increment();
    }
    return new Coded(
        key.coding(), key.coding().etag(key.etag()), compressors.compress(key.coding(), body));
  }
}
