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
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides on a lookup. The control state, the entry and the generation of each of the query's tags
 * come from one atomic MGET. Only the entry tells which captured tags it has; when it has some, a
 * second MGET fetches control state and generations of all its tags, and those alone say whether
 * the entry is current: nobody changes an entry, and a generation that has ended never comes again.
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

  @SuppressWarnings("ArrayRecordComponent") // never shown, never compared as a record
  private record Decoded(byte[] state, Control control, Admission admission) {}

  /**
   * What was found.
   *
   * @param tags how many the query has
   * @param generations as they are now: of the query's tags, or of all that the entry has
   */
  private record Found(
      int tags,
      @Nullable Decoded now,
      @Nullable EntryCodec stored,
      List<byte @Nullable []> generations) {

    /** The entry, if it is of this epoch and none of its tags that were asked for has ended. */
    Optional<EntryCodec> current() {
      return now != null
              && stored != null
              && stored.epoch().equals(now.control().epoch())
              && stored.generations().size() == tags + stored.entry().captured().size()
              && LookupDecision.current(stored.generations(), generations)
          ? Optional.of(stored)
          : Optional.empty();
    }

    /** The same with the generations of all tags that the entry has, of the same moment. */
    Found seen(List<byte @Nullable []> all) {
      return new Found(tags, now, stored, all);
    }

    /** Tags that only the entry tells, if it may be current. */
    List<String> captured() {
      return current().map(entry -> entry.entry().captured()).orElse(List.of());
    }
  }

  /** Of each tag, as they were at one moment. */
  private static final class Generations {
    private final Map<String, byte @Nullable []> byTag = new HashMap<>();

    Generations(List<String> tags, List<byte @Nullable []> values) {
      for (int i = 0; i < tags.size(); i++) {
        byTag.put(tags.get(i), values.get(i));
      }
    }

    List<byte @Nullable []> of(List<String> tags) {
      List<byte @Nullable []> values = new ArrayList<>(tags.size());
      tags.forEach(tag -> values.add(byTag.get(tag)));
      return values;
    }
  }

  /** Names and keys that are kept, about 100 bytes each. */
  private static final int MAX_EXPECTED = 50_000;

  private static final Logger log = LoggerFactory.getLogger(LookupDecision.class);

  private final ServerClock clock;
  private final WatermarkGuard guard;
  private volatile @Nullable Decoded last;
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
    int own = query.tags().size();
    List<String> guess = Objects.requireNonNullElse(expected.getIfPresent(query.key()), List.of());
    return source
        .get(List.of(query.key()), guess.isEmpty() ? query.tags() : with(query.tags(), guess))
        .thenCompose(values -> {
          List<byte @Nullable []> generations = values.subList(2, values.size());
          Found found = found(query, values, values.get(1), generations.subList(0, own));
          List<String> captured = found.captured();
          if (captured.isEmpty()) {
            return CompletableFuture.completedStage(decide(query, found));
          }
          if (captured.equals(guess)) {
            return CompletableFuture.completedStage(decide(query, found.seen(generations)));
          }
          expected.put(query.key(), captured);
          return lookAgain(query, captured, found, source);
        });
  }

  /**
   * An entry that is the answer to something else is none: whoever copied it there, mixed up two
   * replies or found two tuples with one digest, nobody is to see another tenant's rows.
   */
  private static @Nullable EntryCodec own(Query query, EntryCodec stored) {
    if (stored.tuple().equals(query.key().tuple())) {
      return stored;
    }
    log.error("code=entry-of-another key={} it is not used, and replaced", query.key());
    return null;
  }

  private CompletionStage<Lookup> lookAgain(
      Query query, List<String> captured, Found found, Source source) {
    return source
        .get(List.of(), with(query.tags(), captured))
        .thenApply(values ->
            decide(
                query,
                new Found(
                    found.tags(),
                    decode(values.getFirst()),
                    found.stored(),
                    values.subList(1, values.size()))));
  }

  /**
   * Several at once, by the same two looks: the first at all entries and the tags of all queries,
   * the second at all tags of those that have captured ones.
   */
  CompletionStage<List<Lookup>> lookAll(List<Query> queries, Source source) {
    List<String> tags = queries.stream().flatMap(q -> q.tags().stream()).distinct().toList();
    return source
        .get(queries.stream().map(Query::key).toList(), tags)
        .thenCompose(values -> {
          Generations now =
              new Generations(tags, values.subList(1 + queries.size(), values.size()));
          List<Lookup> decided = new ArrayList<>(queries.size());
          Map<Integer, Found> open = new TreeMap<>();
          for (int i = 0; i < queries.size(); i++) {
            Query query = queries.get(i);
            Found found = found(query, values, values.get(1 + i), now.of(query.tags()));
            decided.add(decide(query, found)); // Now: a later state has another watermark.
            if (!found.captured().isEmpty()) {
              open.put(i, found);
            }
          }
          return open.isEmpty()
              ? CompletableFuture.completedStage(decided)
              : lookAllAgain(queries, decided, open, source);
        });
  }

  /**
   * @param open those that the first look cannot decide on, by their place
   */
  private CompletionStage<List<Lookup>> lookAllAgain(
      List<Query> queries, List<Lookup> decided, Map<Integer, Found> open, Source source) {
    Set<String> all = new LinkedHashSet<>();
    open.forEach((i, found) -> all.addAll(tags(queries.get(i), found)));
    List<String> tags = List.copyOf(all);
    return source
        .get(List.of(), tags)
        .thenApply(values -> {
          Generations now = new Generations(tags, values.subList(1, values.size()));
          open.forEach((i, found) -> {
            Query query = queries.get(i);
            List<byte @Nullable []> generations = now.of(tags(query, found));
            Decoded state = decode(values.getFirst());
            decided.set(
                i, decide(query, new Found(found.tags(), state, found.stored(), generations)));
          });
          return decided;
        });
  }

  private static List<String> tags(Query query, Found found) {
    return with(query.tags(), found.captured());
  }

  private static List<String> with(List<String> tags, List<String> captured) {
    List<String> all = new ArrayList<>(tags);
    all.addAll(captured);
    return all;
  }

  private Found found(
      Query query,
      List<byte @Nullable []> values,
      byte @Nullable [] entry,
      List<byte @Nullable []> generations) {
    return new Found(
        query.tags().size(),
        decode(values.getFirst()),
        entry == null ? null : own(query, EntryCodec.decode(entry)),
        generations);
  }

  private Lookup decide(Query query, Found found) {
    Decoded now = found.now();
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
    if (found.current().isEmpty()) {
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
  private static Optional<Stale> late(Query query, Found found, Duration age) {
    return query.grace().isZero()
        ? Optional.empty()
        : found.current().flatMap(stored -> Stale.within(query, stored.entry(), age));
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
  private @Nullable Decoded decode(byte @Nullable [] state) {
    if (state == null) {
      return null;
    }
    Decoded known = last;
    if (known == null || !Arrays.equals(known.state(), state)) {
      Control control = ControlCodec.decode(state);
      known = new Decoded(state, control, Admission.of(control));
      last = known;
    }
    return known;
  }

  private static boolean current(List<String> generations, List<byte @Nullable []> values) {
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
