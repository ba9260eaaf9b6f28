package io.plimsoll.api.admin;

import io.plimsoll.api.write.OriginInvalidator;
import io.plimsoll.core.cache.Control;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Tag;
import io.plimsoll.core.freshness.Token;
import io.plimsoll.core.freshness.TokenCodec;
import io.plimsoll.core.service.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Ends answers by tag, path, pattern of path, or all. It is done when the transaction has
 * committed: from then on no cache stores an answer from before. The reply says, besides, whether
 * this instance's tiers have applied it within some seconds. Thread-safe.
 */
final class Invalidation {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final Set<String> KINDS = Set.of("tag", "path", "pattern", "all");

  private final OriginInvalidator origin;
  private final Tags tags;
  private final TokenCodec tokens;
  private final List<ViewedTier> tiers;

  Invalidation(OriginInvalidator origin, Tags tags, TokenCodec tokens, List<ViewedTier> tiers) {
    this.origin = origin;
    this.tags = tags;
    this.tokens = tokens;
    this.tiers = List.copyOf(tiers);
  }

  /**
   * Takes one of {@code tag}, {@code path}, {@code pattern}, and {@code "all": true}; with a path
   * also {@code tenant}.
   */
  Reply end(AdminCall call) throws IOException {
    JsonObject asked = call.json();
    Optional<String> tenant =
        asked.containsKey("path")
            ? Optional.ofNullable((String) asked.remove("tenant"))
            : Optional.empty();
    if (asked.size() != 1 || !KINDS.containsAll(asked.fieldNames())) {
      throw AdminProblem.invalid(
          "the body must have one of tag, path (and tenant), pattern, or \"all\": true");
    }
    String kind = asked.fieldNames().iterator().next();
    if (kind.equals("all")) {
      if (!Boolean.TRUE.equals(asked.getValue(kind))) {
        throw AdminProblem.invalid("all: must be true");
      }
      return reply(List.of("*"), origin.endAll());
    }
    String text = asked.getString(kind);
    List<Tag> ended =
        switch (kind) {
          case "tag" -> List.of(tags.named(text));
          case "path" -> List.of(tags.ofPath(text, tenant));
          default -> List.copyOf(tags.ofPattern(text));
        };
    return reply(ended.stream().map(Tag::toString).toList(), origin.end(ended));
  }

  private Reply reply(List<String> ended, Optional<Token> token) {
    Map<String, Boolean> applied = new TreeMap<>();
    token.ifPresent(t -> {
      long patience = System.nanoTime() + PATIENCE.toNanos();
      tiers.forEach(
          tier -> applied.put(tier.name(), awaitApplied(tier, t.mark().commitEnd(), patience)));
    });
    JsonObject body = new JsonObject().put("ended", new JsonArray(ended));
    token.ifPresent(t -> body.put("token", tokens.encode(t)));
    applied.forEach((tier, done) -> body.put("applied-" + tier, done));
    return Reply.json(applied.containsValue(false) ? 202 : 200, body.encode());
  }

  private static boolean awaitApplied(ViewedTier tier, Lsn position, long patienceNanos) {
    try {
      while (!applied(tier, position)) {
        if (System.nanoTime() - patienceNanos >= 0) {
          return false;
        }
        Thread.sleep(PAUSE);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static boolean applied(ViewedTier tier, Lsn position) throws InterruptedException {
    for (CompletionStage<Optional<Control>> stage : tier.controls()) {
      try {
        Optional<Control> control =
            stage.toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        // Without a state nothing is served, and a new one begins empty.
        if (control.isPresent() && control.get().applied().compareTo(position) < 0) {
          return false;
        }
      } catch (ExecutionException | TimeoutException e) {
        return false; // It does not answer: the reply says that it is not known there.
      }
    }
    return true;
  }
}
