package io.plimsoll.api.read;

import io.plimsoll.core.cache.Content;
import io.plimsoll.core.freshness.Lsn;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Answers of a batch as one: as fresh as the oldest of them, and a hit only if all are. Pure. Parts
 * from different caches may be of different moments, each within the bound.
 */
public final class Whole {
  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
  private static final String ABSENT = "-";

  private Whole() {}

  /**
   * A JSON array of the parts in their order, null for one without a row.
   *
   * @param parts at least one
   */
  public static Answer of(List<Answer> parts) {
    return new Answer(
        content(parts.stream().map(Answer::content).toList()),
        asOf(parts),
        parts.stream().map(Answer::age).max(Comparator.naturalOrder()).orElseThrow(),
        outcome(parts),
        new Answer.Timing(
            parts.stream().mapToLong(p -> p.timing().cacheMicros()).max().orElseThrow(),
            parts.stream().mapToLong(p -> p.timing().sqlMicros()).sum()));
  }

  /** Its validator follows from those of the parts: they say what each of them is. */
  private static Content content(List<Content> parts) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    char before = '[';
    for (Content part : parts) {
      body.write(before);
      body.writeBytes(part.found() ? part.body() : NULL);
      before = ',';
    }
    body.write(']');
    String etags =
        parts.stream().map(p -> p.found() ? p.etag() : ABSENT).collect(Collectors.joining(","));
    return new Content(
        true, Etag.of(etags.getBytes(StandardCharsets.US_ASCII)), body.toByteArray());
  }

  private static Optional<Lsn> asOf(List<Answer> parts) {
    return parts.stream().allMatch(p -> p.asOf().isPresent())
        ? parts.stream().map(p -> p.asOf().orElseThrow()).min(Comparator.naturalOrder())
        : Optional.empty();
  }

  private static Answer.Outcome outcome(List<Answer> parts) {
    List<Answer.Outcome.Hit> hits = new ArrayList<>();
    List<Answer.Outcome.Fetched> fetched = new ArrayList<>();
    Set<String> captured = new LinkedHashSet<>();
    Optional<Answer> stale = Optional.empty();
    for (Answer part : parts) {
      switch (part.outcome()) {
        case Answer.Outcome.Hit hit -> {
          hits.add(hit);
          captured.addAll(hit.captured());
        }
        case Answer.Outcome.Fetched one -> {
          fetched.add(one);
          captured.addAll(one.captured());
        }
        case Answer.Outcome.Stale old ->
            stale =
                stale.filter(s -> s.age().compareTo(part.age()) >= 0).or(() -> Optional.of(part));
      }
    }
    if (stale.isPresent()) {
      return stale.get().outcome();
    }
    return fetched.isEmpty() ? hit(hits, captured) : fetched(fetched, captured);
  }

  /** The cache that is named is the one whose hit ends first. */
  private static Answer.Outcome hit(List<Answer.Outcome.Hit> hits, Set<String> captured) {
    Answer.Outcome.Hit first =
        hits.stream().min(Comparator.comparing(Answer.Outcome.Hit::ttl)).orElseThrow();
    return new Answer.Outcome.Hit(first.tier(), first.ttl(), List.copyOf(captured));
  }

  /** The hits beside them do not matter: this is why the whole was none. */
  private static Answer.Outcome fetched(List<Answer.Outcome.Fetched> parts, Set<String> captured) {
    Answer.Outcome.Fetched first = parts.getFirst();
    return new Answer.Outcome.Fetched(
        first.source(),
        parts.stream()
            .map(Answer.Outcome.Fetched::readAt)
            .min(Comparator.naturalOrder())
            .orElseThrow(),
        first.reason(),
        parts.stream().allMatch(Answer.Outcome.Fetched::bypassed),
        parts.stream().allMatch(Answer.Outcome.Fetched::collapsed),
        parts.stream().allMatch(Answer.Outcome.Fetched::stored),
        parts.stream().flatMap(p -> p.refused().stream()).findFirst(),
        List.copyOf(captured));
  }
}
