package io.plimsoll.api.auth;

import io.plimsoll.core.auth.Rate;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A key as {@code plimsoll.api_keys} has it.
 *
 * @param hash of its text
 */
record StoredKey(String hash, Caller caller, Optional<Instant> expires, boolean revoked) {
  /** What is read of it, in {@link #parse}'s names. */
  static final String SQL =
      """
      select hash, id, tenant, scopes, rate_requests, rate_seconds, expires, revoked
      from plimsoll.api_keys where hash = :hash\
      """;

  /** Reads the answer of {@link #SQL}. */
  static StoredKey parse(byte[] body) {
    JsonObject row = Buffer.buffer(body).toJsonObject();
    Set<String> scopes =
        row.getJsonArray("scopes").stream().map(String::valueOf).collect(Collectors.toSet());
    Optional<Rate> rate =
        Optional.ofNullable(row.getInteger("rate_requests"))
            .map(n -> new Rate(n, Duration.ofSeconds(row.getInteger("rate_seconds"))));
    return new StoredKey(
        row.getString("hash"),
        new Caller(row.getString("id"), Optional.ofNullable(row.getString("tenant")), scopes, rate),
        Optional.ofNullable(row.getString("expires"))
            .map(text -> OffsetDateTime.parse(text).toInstant()),
        row.getString("revoked") != null);
  }

  /** Whether this is what was asked for: an answer about another key lets nobody in. */
  boolean isOf(String wanted) {
    return MessageDigest.isEqual(
        hash.getBytes(StandardCharsets.US_ASCII), wanted.getBytes(StandardCharsets.US_ASCII));
  }

  /** What it is worth at a time. */
  Verdict at(Instant now) {
    if (revoked) {
      return new Verdict.Refused(Verdict.Why.REVOKED);
    }
    return expires.filter(end -> !now.isBefore(end)).isPresent()
        ? new Verdict.Refused(Verdict.Why.EXPIRED)
        : new Verdict.Known(caller);
  }
}
