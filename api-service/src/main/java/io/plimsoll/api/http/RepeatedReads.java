package io.plimsoll.api.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.concurrent.EventExecutor;
import io.plimsoll.api.http.wire.Repeats;
import io.plimsoll.api.load.Turn;
import io.plimsoll.api.read.Answer;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers reads whose requests have been seen before, byte for byte. Everything else goes the long
 * way, and so does whatever the long way would do more for than find an answer and say how fresh it
 * is: where the answer turns out to be of that kind, the read under way is taken along.
 */
final class RepeatedReads implements Repeats {
  private static final Logger log = LoggerFactory.getLogger(RepeatedReads.class);
  private static final int MAX_BYTES = 8_000_000;

  /** Roughly: the entry and its headers, which are as long as the bytes. */
  private static final int ENTRY_BYTES = 1_000;

  private static final int BYTES_OF_BYTE = 4;

  /**
   * No client sends more of the headers below; many short ones would take more than their bytes.
   */
  private static final int MAX_FIELDS = 24;

  /**
   * Headers that say nothing to this service but what is asked of a {@link Repeat}. Any other,
   * known or not, has its request decoded.
   */
  private static final Set<String> PLAIN =
      Set.of(
          "host",
          "origin",
          "user-agent",
          "accept", // one for events is never known as a read
          "accept-encoding",
          "accept-language",
          "cache-control",
          "pragma",
          "referer",
          "dnt",
          "priority",
          "sec-fetch-dest",
          "sec-fetch-mode",
          "sec-fetch-site",
          "sec-fetch-user",
          "sec-gpc",
          "upgrade-insecure-requests");

  private final EventExecutor loop;
  private final Drain drain;
  private final DateHeader date;
  private final Counter answered;
  private final RawHead head = new RawHead();
  private final Cache<Bytes, Repeat> repeats =
      Caffeine.newBuilder()
          .maximumWeight(MAX_BYTES)
          .weigher((Bytes bytes, Repeat repeat) -> ENTRY_BYTES + BYTES_OF_BYTE * bytes.array.length)
          .executor(Runnable::run)
          .build();
  private Optional<KnownReads> reads = Optional.empty();
  private Optional<Cors> cors = Optional.empty();

  /**
   * A request, decoded.
   *
   * @param turn who asks it in the turn under way
   */
  private record Repeat(String uri, MultiMap headers, Turn<Client> turn) {}

  /** Who waits for the answer to a request that is known. */
  private record Client(
      KnownReads known,
      KnownReads.Known read,
      ByteBufAllocator allocator,
      Consumer<@Nullable ByteBuf> then) {}

  /** The same, asked by all these in one turn: the catalog in force is the first one's. */
  private record Asked(String uri, MultiMap headers, List<Client> clients) {
    KnownReads known() {
      return clients.getFirst().known();
    }

    KnownReads.Known read() {
      return clients.getFirst().read();
    }

    ByteBufAllocator allocator() {
      return clients.getFirst().allocator();
    }
  }

  /** As a key; comparable, so that keys of one hash are a tree and not a list. */
  @SuppressWarnings("ArrayRecordComponent") // compared by their contents
  private record Bytes(byte[] array) implements Comparable<Bytes> {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Bytes bytes && Arrays.equals(array, bytes.array);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(array);
    }

    @Override
    public int compareTo(Bytes other) {
      return Arrays.compare(array, other.array);
    }
  }

  RepeatedReads(EventExecutor loop, Drain drain, DateHeader date, MeterRegistry registry) {
    this.loop = loop;
    this.drain = drain;
    this.date = date;
    this.answered = Counter.builder("plimsoll.http.repeated").register(registry);
  }

  /**
   * The catalog in force.
   *
   * @param known what its router has accepted
   */
  void follow(Optional<KnownReads> known, Optional<Cors> allowed) {
    reads = known;
    cors = allowed;
  }

  @Override
  public void decoding() {
    reads.ifPresent(KnownReads::takeServed);
  }

  /** Remembers what has passed every check on its way to a read: the same bytes pass them again. */
  @Override
  public void decoded(byte[] bytes, HttpRequest request) {
    if (reads.map(KnownReads::takeServed).isPresent()
        && request.protocolVersion().equals(HttpVersion.HTTP_1_1)) {
      MultiMap headers = MultiMap.caseInsensitiveMultiMap();
      int fields = 0;
      for (Map.Entry<String, String> field : request.headers()) {
        if (++fields > MAX_FIELDS || !isPlain(field.getKey(), field.getValue())) {
          return;
        }
        headers.add(field.getKey(), field.getValue());
      }
      String uri = request.uri();
      Turn<Client> turn = new Turn<>(loop, clients -> ask(new Asked(uri, headers, clients)));
      repeats.put(new Bytes(bytes), new Repeat(uri, headers, turn));
    }
  }

  private static boolean isPlain(String name, String value) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "connection" -> value.equalsIgnoreCase("keep-alive");
      case String other -> PLAIN.contains(other);
    };
  }

  /**
   * At the end of the turn, and once for all connections that the same bytes come from in it:
   * nobody is answered from a moment before the request.
   */
  @Override
  public boolean answer(
      byte[] bytes, ByteBufAllocator allocator, Consumer<@Nullable ByteBuf> then) {
    KnownReads known = reads.orElse(null);
    Repeat repeat = known == null || drain.begun() ? null : repeats.getIfPresent(new Bytes(bytes));
    KnownReads.Known read = known == null || repeat == null ? null : known.find(repeat.uri());
    return known != null
        && repeat != null
        && read != null
        && repeat.turn().add(new Client(known, read, allocator, then));
  }

  private void ask(Asked asked) {
    ReadHandler handler = asked.read().handler();
    KnownReads.Wanted wanted;
    Answer near;
    CompletionStage<Answer> later;
    try {
      wanted = handler.wanted(asked.read().read());
      near = handler.near(wanted);
      later = near == null ? handler.begin(wanted) : null;
    } catch (RuntimeException e) {
      failed(asked, e);
      asked.clients().forEach(client -> client.then().accept(null));
      return;
    }
    if (later == null) {
      settle(asked, wanted, near, null);
    } else {
      var _ =
          later.whenCompleteAsync(
              (answer, failure) -> settle(asked, wanted, answer, failure), this::onLoop);
    }
  }

  /** Exactly one of answer and failure is not null. */
  private void settle(
      Asked asked, KnownReads.Wanted wanted, @Nullable Answer answer, @Nullable Throwable failure) {
    ByteBuf whole = answer == null ? null : whole(asked, wanted, answer);
    if (whole != null) {
      answered.increment(asked.clients().size());
      for (Client client : asked.clients()) {
        client.then().accept(whole.retainedDuplicate());
      }
      whole.release();
      return;
    }
    CompletionStage<Answer> done =
        answer == null
            ? CompletableFuture.failedStage(Objects.requireNonNull(failure))
            : CompletableFuture.completedStage(answer);
    for (Client client : asked.clients()) {
      asked.known().underWay(new KnownReads.Begun(wanted, done), () -> client.then().accept(null));
    }
  }

  /** Head and body; null when they are for the long way to make. */
  private @Nullable ByteBuf whole(Asked asked, KnownReads.Wanted wanted, Answer answer) {
    MultiMap headers = asked.headers();
    try {
      head.begin();
      head.put(HttpHeaders.DATE, date.now());
      cors.ifPresent(c -> c.put(headers.get(HttpHeaders.ORIGIN), head));
      byte[] body =
          asked.read().handler().body(headers, wanted, answer, head, asked.clients().size());
      return body == null ? null : head.end(body, asked.allocator());
    } catch (RuntimeException | OutOfMemoryError e) { // of direct memory, which is bounded
      failed(asked, e);
      return null;
    }
  }

  private static void failed(Asked asked, Throwable cause) {
    log.error("code=repeat-failed uri={} it is decoded, as any other", asked.uri(), cause);
  }

  /** At once where a shared cache answers, which does so on the connection's own loop. */
  private void onLoop(Runnable task) {
    if (loop.inEventLoop()) {
      task.run();
    } else {
      loop.execute(task);
    }
  }
}
