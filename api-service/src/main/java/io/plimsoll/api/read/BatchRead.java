package io.plimsoll.api.read;

import io.plimsoll.core.cache.Lookup.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/**
 * Answers several requests that differ in the value of their query's one parameter only. Each is
 * answered, stored and waited for as by {@link ReadThrough#read}, under its own key and tags; but
 * each cache is asked once for all, and one read of the origin brings those that are nowhere.
 * Thread-safe; never blocks the caller.
 *
 * <p>A part that was found at once grows old while others are read. One that has grown older than
 * its bound by then is read again.
 */
public final class BatchRead {
  private final ReadThrough reads;

  /**
   * An answer.
   *
   * @param sinceNanos when it was as old as it says, monotonic
   */
  private record Part(Answer answer, long sinceNanos) {
    Answer at(long nowNanos) {
      Duration age = answer.age().plusNanos(nowNanos - sinceNanos);
      return new Answer(answer.content(), answer.asOf(), age, answer.outcome(), answer.timing());
    }
  }

  public BatchRead(ReadThrough reads) {
    this.reads = reads;
  }

  /**
   * Reads all; fails like a single one when one of them does.
   *
   * @param requests without repetitions
   * @return in their order
   */
  public CompletionStage<List<Answer>> read(List<ReadRequest> requests) {
    return round(requests).thenCompose(parts -> settle(requests, new ArrayList<>(parts)));
  }

  private CompletionStage<List<Answer>> settle(List<ReadRequest> requests, List<Part> parts) {
    long now = reads.nanoTime();
    List<Answer> answers = parts.stream().map(part -> part.at(now)).toList();
    List<Integer> late =
        IntStream.range(0, parts.size())
            .filter(i -> isTooOld(requests.get(i), answers.get(i)))
            .boxed()
            .toList();
    if (late.isEmpty()) {
      return CompletableFuture.completedStage(answers);
    }
    return round(late.stream().map(requests::get).toList())
        .thenCompose(again -> {
          for (int i = 0; i < late.size(); i++) {
            parts.set(late.get(i), again.get(i));
          }
          return settle(requests, parts);
        });
  }

  /** What the origin has answered since the request came is fresh, however long it took. */
  private static boolean isTooOld(ReadRequest request, Answer answer) {
    Duration bound = request.lookup().bound();
    Duration most =
        switch (answer.outcome()) {
          case Answer.Outcome.Hit hit -> bound;
          case Answer.Outcome.Stale(Answer.Why why, var _) ->
              switch (why) {
                case WHILE_REVALIDATE -> bound.plus(request.query().staleWhileRevalidate());
                case IF_ERROR -> bound.plus(request.query().staleIfError());
              };
          case Answer.Outcome.Fetched fetched -> answer.age();
        };
    return answer.age().compareTo(most) > 0;
  }

  private CompletionStage<List<Part>> round(List<ReadRequest> requests) {
    Optional<Reason> obstacle = reads.obstacle(requests.getFirst());
    List<Probe> probes =
        requests.stream().map(r -> obstacle.map(Probe::new).orElseGet(Probe::new)).toList();
    long started = reads.nanoTime();
    return find(requests, probes, obstacle.isEmpty())
        .thenCompose(found -> {
          Together together = reads.together(requests.getFirst());
          List<CompletionStage<Part>> parts = new ArrayList<>(requests.size());
          try {
            for (int i = 0; i < requests.size(); i++) {
              parts.add(
                  reads
                      .answer(requests.get(i), probes.get(i), found.get(i), started, together::load)
                      .thenApply(answer -> part(answer, started)));
            }
          } finally {
            together.begin(); // Others may be waiting already for a load of this batch.
          }
          return Stages.all(parts);
        });
  }

  /** What a cache has said of an age it said at some time since it was asked. */
  private Part part(Answer answer, long asked) {
    return new Part(
        answer, answer.outcome() instanceof Answer.Outcome.Fetched ? reads.nanoTime() : asked);
  }

  private CompletionStage<List<Optional<Tiers.Found>>> find(
      List<ReadRequest> requests, List<Probe> probes, boolean on) {
    return on && requests.stream().allMatch(ReadRequest::cacheable)
        ? reads
            .tiers(requests.getFirst())
            .findAll(requests.stream().map(ReadRequest::lookup).toList(), probes)
        : CompletableFuture.completedStage(Collections.nCopies(requests.size(), Optional.empty()));
  }
}
