package io.plimsoll.system.simulation;

import io.plimsoll.api.read.Answer;
import io.plimsoll.api.read.OriginException;
import io.plimsoll.api.read.OriginRead;
import io.plimsoll.core.freshness.Token;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Knows every state the database was in, and holds each answer against it. */
final class Judge {
  /** Rounding of ages to µs and ms. */
  private static final long SLACK = 1_100;

  /**
   * A token and when its write became visible.
   *
   * @param visibleAt virtual µs
   */
  record Seen(Token token, long visibleAt) {}

  private final World world;

  Judge(World world) {
    this.world = world;
  }

  void answered(
      String who, Questions.Question question, Answer answer, Optional<Seen> token, long arrived) {
    long now = world.time().now();
    long bound = question.request().lookup().bound().toNanos() / 1_000;
    long age = answer.age().toNanos() / 1_000;
    String key = question.request().lookup().key().value();
    String body = new String(answer.content().body(), StandardCharsets.ISO_8859_1);
    String how = how(answer.outcome());
    long from =
        switch (answer.outcome()) {
          case Answer.Outcome.Hit hit -> now - bound;
          case Answer.Outcome.Stale stale -> now - bound - world.plan().grace().toNanos() / 1_000;
          case Answer.Outcome.Fetched fetched ->
              Math.min(arrived, now)
                  - (fetched.source().equals(OriginRead.PRIMARY) && !fetched.collapsed()
                      ? 0
                      : bound);
        };
    world.trace().note("answer", who + " " + key + " " + how + " " + body, age, arrived);
    world.counts().add("answer." + how);
    token.ifPresent(t -> world.counts().add("token." + how));
    long[] versions = versions(body);
    if (!held(question, versions, from - SLACK)) {
      fail("too-old", who, key, how, body, now - from, question);
    } else if (!held(question, versions, now - age - SLACK)) {
      fail("older-than-it-says", who, key, how, body, age, question);
    } else if (token.isPresent() && !held(question, versions, token.get().visibleAt())) {
      fail("before-its-token", who, key, how, body, token.get().visibleAt(), question);
    } else if (answer.outcome() instanceof Answer.Outcome.Hit
        && token.isPresent()
        && world.postgres().upSince() < now - bound - SLACK
        && !token.get().token().incarnation().equals(world.postgres().incarnation())) {
      fail("token-of-another-history", who, key, how, body, now - bound, question);
    }
  }

  private boolean held(Questions.Question question, long[] versions, long from) {
    return world
        .truth()
        .held(question.rows(versions[0]), versions, from, !world.standbys().isEmpty());
  }

  private void fail(
      String what,
      String who,
      String key,
      String how,
      String body,
      long micros,
      Questions.Question question) {
    StringBuilder now = new StringBuilder();
    for (long version : question.versions(world.truth()::currentOf)) {
      now.append(now.isEmpty() ? "" : ",").append(version);
    }
    world.violated(
        what,
        "%s: %s answered %s by %s with %s, the database has %s (%d µs)"
            .formatted(what, who, key, how, body, now, micros));
  }

  private static String how(Answer.Outcome outcome) {
    return switch (outcome) {
      case Answer.Outcome.Hit hit -> "hit." + hit.tier();
      case Answer.Outcome.Stale stale -> "stale." + stale.why().label();
      case Answer.Outcome.Fetched fetched ->
          (fetched.bypassed() ? "bypass." : "fetched.")
              + (fetched.stored()
                  ? "stored"
                  : fetched
                      .refused()
                      .map(r -> "refused-" + r.label())
                      .orElse(fetched.reason().label()))
              + (fetched.collapsed() ? ".collapsed" : "");
    };
  }

  private static long[] versions(String body) {
    String[] parts = body.split(",", -1);
    long[] versions = new long[parts.length];
    for (int i = 0; i < parts.length; i++) {
      versions[i] = Long.parseLong(parts[i]);
    }
    return versions;
  }

  /** The origin may be away, or not have the token's history; nothing else may go wrong. */
  void failed(Questions.Question question, Optional<Seen> token, Throwable failure) {
    Throwable cause = Failures.cause(failure);
    if (cause instanceof Scheduler.Killed) {
      return;
    }
    if (cause instanceof OriginException origin) {
      world.counts().add("failed." + origin.kind());
      if (token.isPresent()
          ? origin.kind() != OriginException.Kind.TOKEN_AHEAD
          : origin.kind() == OriginException.Kind.UNAVAILABLE) {
        return;
      }
      // A crash between the write and the read: same id, another history. The token's is gone.
    }
    world.violated("failure", question.request().lookup().key() + " failed: " + cause);
  }
}
