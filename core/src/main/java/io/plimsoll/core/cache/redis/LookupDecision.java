package io.plimsoll.core.cache.redis;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.plimsoll.core.cache.Admission;
import io.plimsoll.core.cache.CacheKey;
import io.plimsoll.core.cache.Control;
import io.plimsoll.core.cache.Lookup;
import io.plimsoll.core.cache.Lookup.Reason;
import io.plimsoll.core.cache.Query;
import io.plimsoll.core.cache.Rules;
import io.plimsoll.core.cache.ServerClock;
import io.plimsoll.core.cache.Stale;
import io.plimsoll.core.cache.WatermarkGuard;
import io.plimsoll.core.freshness.Stamp;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides on lookups. The control state, the entries and the generation of each of their queries'
 * tags come from one atomic MGET. Only the entry tells which captured tags it has; when it has
 * some, a second MGET fetches control state and generations of all its tags, and those alone say
 * whether the entry is current: nobody changes an entry, and a generation that has ended never
 * comes again.
 *
 * <p>What captured tags a key had the last time is asked for with the first MGET. If the entry has
 * just these, everything comes from one moment and there is nothing to ask again.
 */
final class LookupDecision {
  /** What is asked, each time at one moment. */
  @FunctionalInterface
  interface Source {
    /**
     * One atomic MGET.
     *
     * @return the control state, each entry, the generation of each tag
     */
    CompletionStage<List<byte @Nullable []>> get(List<CacheKey> entries, List<String> tags);
  }

  /** Who differ in this are not answered alike. */
  private record Wanted(CacheKey key, List<String> tags) {
    static Wanted by(Query query) {
      return new Wanted(query.key(), query.tags());
    }
  }

  /** Of one who asks. */
  private record Question(Query query, AskedKey key, CompletableFuture<Lookup> answer) {}

  /** Names and keys that are kept, about 100 bytes each. */
  private static final int MAX_EXPECTED = 50_000;

  private static final Logger log = LoggerFactory.getLogger(LookupDecision.class);

  private final ServerClock clock;
  private final WatermarkGuard guard;
  private volatile Moment.@Nullable State last;
  private final Cache<CacheKey, List<String>> expected =
      Caffeine.newBuilder()
          .maximumWeight(MAX_EXPECTED)
          .weigher((CacheKey key, List<String> captured) -> 1 + captured.size())
          .executor(Runnable::run)
          .build();

  LookupDecision(ServerClock clock, WatermarkGuard guard) {
    this.clock = clock;
    this.guard = guard;
  }

  CompletionStage<Lookup> look(Query query, Source source) {
    return lookAll(List.of(query), source).getFirst();
  }

  /**
   * Several at once, by the same two looks: the first at the entries and tags of all, the second at
   * all tags of those that have captured ones which were not expected. Who needs no second look
   * does not wait for it, and what cannot be read fails those who ask for it.
   */
  List<CompletionStage<Lookup>> lookAll(List<Query> queries, Source source) {
    Map<Wanted, AskedKey> byKey = new LinkedHashMap<>();
    List<Question> questions = new ArrayList<>(queries.size());
    for (Query query : queries) {
      AskedKey key = byKey.computeIfAbsent(Wanted.by(query), wanted -> asked(query));
      questions.add(new Question(query, key, new CompletableFuture<>()));
    }
    List<AskedKey> asked = List.copyOf(byKey.values());
    List<String> tags = tags(asked);
    source
        .get(asked.stream().map(AskedKey::key).toList(), tags)
        .thenCompose((List<byte @Nullable []> values) -> {
          saw(asked, tags, values);
          List<AskedKey> open = asked.stream().filter(AskedKey::isOpen).toList();
          questions.stream().filter(q -> !q.key().isOpen()).forEach(this::decide);
          return open.isEmpty() ? CompletableFuture.completedStage(open) : lookAgain(open, source);
        })
        .whenComplete((seen, failure) -> {
          for (Question question : questions) {
            if (failure != null) {
              question.answer().completeExceptionally(failure); // if it has none
            } else if (!question.answer().isDone()) {
              decide(question);
            }
          }
        });
    return List.copyOf(questions.stream().map(Question::answer).toList());
  }

  private void saw(List<AskedKey> asked, List<String> tags, List<byte @Nullable []> values) {
    int others = 1 + asked.size();
    Moment moment =
        new Moment(decode(values.getFirst()), tags, values.subList(others, values.size()));
    for (int i = 0; i < asked.size(); i++) {
      AskedKey key = asked.get(i);
      try {
        key.saw(moment, entry(key.key(), values.get(1 + i)));
      } catch (RuntimeException e) { // of an entry that is damaged, or another version's
        key.failed(e);
      }
    }
  }

  private void decide(Question question) {
    try {
      question.answer().complete(decide(question.query(), question.key()));
    } catch (RuntimeException e) {
      question.answer().completeExceptionally(e);
    }
  }

  private AskedKey asked(Query query) {
    List<String> captured = expected.getIfPresent(query.key());
    return new AskedKey(query, captured == null ? List.of() : captured);
  }

  private static List<String> tags(List<AskedKey> keys) {
    return keys.size() == 1
        ? keys.getFirst().tags()
        : keys.stream().flatMap(key -> key.tags().stream()).distinct().toList();
  }

  /** At the tags of those that the first look cannot decide on. */
  private CompletionStage<List<AskedKey>> lookAgain(List<AskedKey> open, Source source) {
    open.forEach(key -> expected.put(key.key(), key.captured()));
    List<String> tags = tags(open);
    return source
        .get(List.of(), tags)
        .thenApply(values -> {
          Moment moment =
              new Moment(decode(values.getFirst()), tags, values.subList(1, values.size()));
          open.forEach(key -> key.sawAgain(moment));
          return open;
        });
  }

  /**
   * An entry that is the answer to something else is none: whoever copied it there, mixed up two
   * replies or found two tuples with one digest, nobody is to see another tenant's rows.
   */
  private static @Nullable EntryCodec entry(CacheKey key, byte @Nullable [] value) {
    if (value == null) {
      return null;
    }
    EntryCodec stored = EntryCodec.decode(value);
    if (stored.tuple().equals(key.tuple())) {
      return stored;
    }
    log.error("code=entry-of-another key={} it is not used, and replaced", key);
    return null;
  }

  private Lookup decide(Query query, AskedKey found) {
    found.throwFailure();
    Moment.State now = found.state();
    if (now == null) {
      return new Lookup.Bypass(Reason.NO_CONTROL);
    }
    Optional<Duration> age = guard.age(now.control().watermark(), now.control().incarnation());
    if (age.isEmpty() || age.get().compareTo(query.bound()) > 0) {
      return new Lookup.Bypass(Reason.STALE_WATERMARK, age.flatMap(a -> late(query, found, a)));
    }
    EntryCodec stored = found.stored();
    if (stored == null) {
      return new Lookup.Miss(Reason.MISS, now.admission());
    }
    if (!stored.epoch().equals(now.control().epoch())) {
      return new Lookup.Miss(Reason.EPOCH, now.admission());
    }
    if (!found.isCurrent()) {
      return new Lookup.Miss(Reason.INVALIDATED, now.admission(), replaced(query, stored));
    }
    Optional<Duration> ttl = clock.ttl(stored.entry());
    if (ttl.isEmpty()) {
      return new Lookup.Miss(Reason.MISS, now.admission());
    }
    if (query.after().isPresent()
        && !Rules.shows(query.after().get(), now.admission(), () -> Stamp.parse(stored.stamp()))) {
      return new Lookup.Miss(Reason.TOKEN, now.admission());
    }
    return new Lookup.Hit(stored.entry(), now.admission(), age.get(), ttl.get());
  }

  /** Nothing is known to have changed it, but nothing has been heard for longer than the bound. */
  private static Optional<Stale> late(Query query, AskedKey found, Duration age) {
    EntryCodec stored = found.stored();
    return query.grace().isZero() || stored == null || !found.isCurrent()
        ? Optional.empty()
        : Stale.within(query, stored.entry(), age);
  }

  /** Changed since; when it was not yet, is known only of the moment before it was read. */
  private Optional<Stale> replaced(Query query, EntryCodec stored) {
    return query.grace().isZero()
        ? Optional.empty()
        : clock
            .ageOf(stored.entry().provenMicros())
            .flatMap(age -> Stale.within(query, stored.entry(), age));
  }

  /** The state changes with each batch and heartbeat, and is read with every request in between. */
  private Moment.@Nullable State decode(byte @Nullable [] state) {
    if (state == null) {
      return null;
    }
    Moment.State known = last;
    if (known == null || !Arrays.equals(known.bytes(), state)) {
      Control control = ControlCodec.decode(state);
      known = new Moment.State(state, control, Admission.of(control));
      last = known;
    }
    return known;
  }

  /** Whether each generation is still the same. */
  static boolean current(List<String> generations, List<byte @Nullable []> values) {
    for (int i = 0; i < values.size(); i++) {
      byte[] generation = values.get(i);
      if (generation == null
          || !generations.get(i).equals(new String(generation, StandardCharsets.ISO_8859_1))) {
        return false;
      }
    }
    return true;
  }
}
