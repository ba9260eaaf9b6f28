package io.plimsoll.api.read;

import io.plimsoll.core.cache.Admission;
import io.plimsoll.core.cache.Batch;
import io.plimsoll.core.cache.Content;
import io.plimsoll.core.cache.Fill;
import io.plimsoll.core.cache.Lookup;
import io.plimsoll.core.cache.Lookup.Reason;
import io.plimsoll.core.cache.Proof;
import io.plimsoll.core.cache.Query;
import io.plimsoll.core.cache.Tier;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Stamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** The tiers of the cache, nearest first, as one. Immutable; closes none of them. */
final class Tiers {
  private final List<NamedTier> tiers;
  private final ShapesInForce shapes;

  /** A hit and where. */
  record Found(String tier, Lookup.Hit hit) {}

  /**
   * What became of an offer to all tiers.
   *
   * @param provenTo as far as the farthest that has stored it had applied the change stream
   * @param refused the farthest one's reason
   */
  record Offered(Optional<Lsn> provenTo, Optional<Reason> refused) {
    static final Offered TO_NOBODY = new Offered(Optional.empty(), Optional.empty());

    Offered then(Admission admission, Fill.Outcome farther) {
      return switch (farther) {
        case Fill.Outcome.Stored stored ->
            new Offered(Optional.of(admission.applied()), Optional.empty());
        case Fill.Outcome.Refused refusal -> new Offered(provenTo, Optional.of(refusal.reason()));
      };
    }
  }

  Tiers(List<NamedTier> tiers, ShapesInForce shapes) {
    this.tiers = List.copyOf(tiers);
    this.shapes = shapes;
  }

  /** Asks one after the other; those that have nothing say so to the probe. */
  CompletionStage<Optional<Found>> find(Query query, Probe probe) {
    return find(query, probe, 0);
  }

  /** What the nearest one has, if that is in the process and says so at once. */
  Optional<Found> near(Query query) {
    if (tiers.isEmpty() || tiers.getFirst().isShared()) {
      return Optional.empty();
    }
    NamedTier tier = tiers.getFirst();
    CompletableFuture<Lookup> lookup = tier.tier().lookup(query).toCompletableFuture();
    return lookup.state() == Future.State.SUCCESS && lookup.resultNow() instanceof Lookup.Hit hit
        ? Optional.of(new Found(tier.name(), hit))
        : Optional.empty();
  }

  private CompletionStage<Optional<Found>> find(Query query, Probe probe, int i) {
    if (i == tiers.size()) {
      return CompletableFuture.completedStage(Optional.empty());
    }
    NamedTier tier = tiers.get(i);
    return tier.tier()
        .lookup(query)
        .thenCompose(lookup -> {
          Optional<Found> found = take(tier, query, lookup, probe);
          return found.isPresent()
              ? CompletableFuture.completedStage(found)
              : find(query, probe, i + 1);
        });
  }

  private Optional<Found> take(NamedTier tier, Query query, Lookup lookup, Probe probe) {
    switch (lookup) {
      case Lookup.Hit hit -> {
        bringNearer(query, hit, probe);
        return Optional.of(new Found(tier.name(), hit));
      }
      case Lookup.Miss miss -> probe.miss(miss);
      case Lookup.Bypass bypass -> probe.bypass(bypass);
    }
    return Optional.empty();
  }

  /**
   * Asks each tier once for all that none before it had.
   *
   * @param probes one for each question
   * @return for each question, in their order
   */
  CompletionStage<List<Optional<Found>>> findAll(List<Query> queries, List<Probe> probes) {
    List<Optional<Found>> found =
        new ArrayList<>(Collections.nCopies(queries.size(), Optional.empty()));
    return findAll(queries, probes, found, 0);
  }

  private CompletionStage<List<Optional<Found>>> findAll(
      List<Query> queries, List<Probe> probes, List<Optional<Found>> found, int i) {
    List<Integer> open =
        IntStream.range(0, queries.size()).filter(q -> found.get(q).isEmpty()).boxed().toList();
    if (i == tiers.size() || open.isEmpty()) {
      return CompletableFuture.completedStage(found);
    }
    NamedTier tier = tiers.get(i);
    return Stages.all(tier.tier().lookupAll(open.stream().map(queries::get).toList()))
        .thenCompose(lookups -> {
          for (int k = 0; k < open.size(); k++) {
            int q = open.get(k);
            found.set(q, take(tier, queries.get(q), lookups.get(k), probes.get(q)));
          }
          return findAll(queries, probes, found, i + 1);
        });
  }

  /** Asks all, for the sake of their admissions. */
  CompletionStage<Probe> admissions(Query query) {
    CompletionStage<Probe> probe = CompletableFuture.completedStage(new Probe());
    for (NamedTier tier : tiers) {
      probe =
          probe.thenCompose(p ->
              tier.tier()
                  .lookup(query)
                  .thenApply(lookup -> {
                    switch (lookup) {
                      case Lookup.Hit hit -> p.hit(hit);
                      case Lookup.Miss miss -> p.miss(miss);
                      case Lookup.Bypass bypass -> p.bypass(bypass);
                    }
                    return p;
                  }));
    }
    return probe;
  }

  /**
   * An entry that has survived in a tier is right up to that tier's position, however old its own
   * read is. A nearer tier takes it if it knows of no change behind that.
   */
  private void bringNearer(Query query, Lookup.Hit hit, Probe probe) {
    Duration load = Duration.ofNanos(hit.entry().loadMicros() * 1_000);
    for (int i = 0; i < probe.tiers(); i++) {
      Optional<Admission> admission = probe.admission(i);
      if (admission.isPresent()) {
        String agreed = shapes.agreed(admission.get().shapes());
        Proof proof = new Proof(survived(hit), hit.at().incarnation(), agreed);
        // Whether it is stored does not matter to this request.
        var _ =
            tiers
                .get(i)
                .tier()
                .fill(
                    new Fill(
                        query,
                        captured(hit),
                        admission.get(),
                        proof,
                        hit.entry().content(),
                        hit.ttl(),
                        load));
      }
    }
  }

  /** What an entry shows that was found in a cache. */
  private static Stamp survived(Lookup.Hit hit) {
    return new Stamp.UpTo(hit.at().applied());
  }

  /** The tags that only the entry tells: a copy has them too. */
  private static List<String> captured(Lookup.Hit hit) {
    return hit.entry().captured();
  }

  /**
   * Offers what the origin answered to every tier that has admitted it.
   *
   * @param captured names of the tags that it has besides the request's
   */
  CompletionStage<Offered> offer(
      ReadRequest request,
      List<String> captured,
      Probe probe,
      OriginRead read,
      Duration ttl,
      Duration load) {
    Content content = read.content();
    CompletionStage<Offered> offered = CompletableFuture.completedStage(Offered.TO_NOBODY);
    for (int i = 0; i < probe.tiers(); i++) {
      Optional<Admission> admission = probe.admission(i);
      if (admission.isPresent()) {
        Admission admitted = admission.get();
        String agreed = shapes.agreed(admitted.shapes());
        Proof proof = new Proof(read.stamp(), read.incarnation(), agreed);
        CompletionStage<Fill.Outcome> outcome =
            tiers
                .get(i)
                .tier()
                .fill(new Fill(request.lookup(), captured, admitted, proof, content, ttl, load));
        offered = offered.thenCombine(outcome, (before, last) -> before.then(admitted, last));
      }
    }
    return offered;
  }

  /** Tells all of a change that the stream has not brought yet. */
  CompletionStage<Boolean> foretell(Incarnation incarnation, Batch.Change change) {
    CompletionStage<Boolean> all = CompletableFuture.completedStage(true);
    for (NamedTier tier : tiers) {
      all = all.thenCombine(tier.tier().foretell(incarnation, change), Boolean::logicalAnd);
    }
    return all;
  }

  /** The one that instances share, where there is one to be filled. */
  Optional<Tier> shared(Probe probe) {
    int last = tiers.size() - 1;
    return probe.tiers() == tiers.size() && last >= 0 && probe.admission(last).isPresent()
        ? Optional.of(tiers.get(last).tier())
        : Optional.empty();
  }
}
