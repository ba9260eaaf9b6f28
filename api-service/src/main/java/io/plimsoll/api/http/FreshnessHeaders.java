package io.plimsoll.api.http;

import io.plimsoll.api.read.Answer;
import io.plimsoll.core.cache.Lookup.Reason;

/** How an answer came about: {@code Cache-Status} (RFC 9211) and {@code Plimsoll-Freshness}. */
final class FreshnessHeaders {
  private FreshnessHeaders() {}

  static String cacheStatus(Answer answer) {
    return switch (answer.outcome()) {
      case Answer.Outcome.Hit hit ->
          "plimsoll; hit; ttl=" + hit.ttl().toSeconds() + "; detail=" + hit.tier();
      case Answer.Outcome.Stale stale -> "plimsoll; hit; detail=" + stale.why().label();
      case Answer.Outcome.Fetched fetched ->
          "plimsoll; fwd="
              + forward(fetched)
              + (fetched.stored() ? "; stored" : "")
              + (fetched.collapsed() ? "; collapsed" : "")
              + "; detail="
              + fetched.reason().label();
    };
  }

  static String freshness(Answer answer) {
    String age = "age-ms=" + answer.age().toMillis();
    String proof = answer.asOf().map(lsn -> "as-of=\"" + lsn + "\"; " + age).orElse(age);
    return switch (answer.outcome()) {
      case Answer.Outcome.Hit hit -> proof + "; source=" + hit.tier();
      case Answer.Outcome.Stale stale ->
          proof + "; stale=" + stale.why().label() + "; reason=" + stale.reason().label();
      case Answer.Outcome.Fetched fetched ->
          proof
              + "; source="
              + fetched.source()
              + "; read-at=\""
              + fetched.readAt()
              + "\"; reason="
              + fetched.reason().label()
              + fetched.refused().map(r -> "; refused=" + r.label()).orElse("");
    };
  }

  private static String forward(Answer.Outcome.Fetched fetched) {
    if (fetched.bypassed()) {
      return "bypass";
    }
    return fetched.reason() == Reason.MISS ? "miss" : "stale";
  }
}
