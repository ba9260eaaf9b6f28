package io.plimsoll.api.coding;

import io.plimsoll.core.cache.Content;
import io.plimsoll.core.cache.Entry;
import io.plimsoll.core.cache.Fill;
import io.plimsoll.core.cache.ForwardingTier;
import io.plimsoll.core.cache.Lookup;
import io.plimsoll.core.cache.OwnedTier;
import io.plimsoll.core.cache.Query;
import io.plimsoll.core.cache.Stale;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A shared cache that holds larger bodies in zstd; whoever uses it sees them as they were. A body
 * that cannot be read, because it is damaged or because this platform has no zstd, is as one that
 * the cache did not give. Closes the tier it wraps. Thread-safe.
 */
final class CompressedTier extends ForwardingTier {
  private static final Logger log = LoggerFactory.getLogger(CompressedTier.class);

  private final Codings codings;

  CompressedTier(OwnedTier tier, Codings codings) {
    super(tier);
    this.codings = codings;
  }

  @Override
  public CompletionStage<Lookup> lookup(Query query) {
    return super.lookup(query).thenApply(lookup -> restored(query, lookup, this::restored));
  }

  @Override
  public List<CompletionStage<Lookup>> lookupAll(List<Query> queries) {
    Once once = new Once();
    List<CompletionStage<Lookup>> found = super.lookupAll(queries);
    return IntStream.range(0, found.size())
        .mapToObj(i -> found.get(i).thenApply(lookup -> restored(queries.get(i), lookup, once)))
        .toList();
  }

  /** Several may have found the same entry. */
  private final class Once implements UnaryOperator<Entry> {
    private final IdentityHashMap<Entry, Entry> known = new IdentityHashMap<>();

    @Override
    public synchronized Entry apply(Entry entry) {
      return known.computeIfAbsent(entry, CompressedTier.this::restored);
    }
  }

  private static Lookup restored(Query query, Lookup lookup, UnaryOperator<Entry> restore) {
    try {
      return switch (lookup) {
        case Lookup.Hit hit ->
            new Lookup.Hit(restore.apply(hit.entry()), hit.at(), hit.age(), hit.ttl());
        case Lookup.Miss miss ->
            new Lookup.Miss(miss.reason(), miss.admission(), restored(miss.stale(), restore));
        case Lookup.Bypass bypass ->
            new Lookup.Bypass(bypass.reason(), restored(bypass.stale(), restore));
      };
    } catch (IllegalArgumentException | LinkageError e) {
      log.warn("code=entry-unreadable key={} reason=\"{}\"", query.key().value(), e.getMessage());
      return new Lookup.Bypass(Lookup.Reason.UNAVAILABLE);
    }
  }

  private static Optional<Stale> restored(Optional<Stale> stale, UnaryOperator<Entry> restore) {
    return stale.map(old -> new Stale(restore.apply(old.entry()), old.age()));
  }

  private Entry restored(Entry entry) {
    Content content = entry.content();
    byte[] body = codings.restored(content.etag(), content.body());
    return body.length == content.body().length // what is compressed is shorter
        ? entry
        : new Entry(
            new Content(content.found(), content.etag(), body, content.next()),
            entry.storedMicros(),
            entry.ttlMillis(),
            entry.loadMicros(),
            entry.provenMicros(),
            entry.captured());
  }

  @Override
  public CompletionStage<Fill.Outcome> fill(Fill fill) {
    Content content = fill.content();
    byte[] stored = codings.stored(content.etag(), content.body());
    return super.fill(
        stored.length == content.body().length
            ? fill
            : new Fill(
                fill.query(),
                fill.captured(),
                fill.admission(),
                fill.proof(),
                new Content(content.found(), content.etag(), stored, content.next()),
                fill.ttl(),
                fill.load()));
  }
}
