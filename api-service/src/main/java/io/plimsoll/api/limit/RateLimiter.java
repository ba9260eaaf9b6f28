package io.plimsoll.api.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.plimsoll.core.auth.Rate;
import io.plimsoll.core.limit.Permits;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/** The limits of a process: one for each key and each client address. Thread-safe. */
public final class RateLimiter {
  private static final int MAX_LIMITS = 100_000;
  private static final int NAME_BYTES = 16;

  private final LongSupplier nanoTime;

  /** Who is forgotten loses what was drawn for it; Redis knows what that was. */
  private final Cache<Limit, Allowance> allowances =
      Caffeine.newBuilder().maximumSize(MAX_LIMITS).executor(Runnable::run).build();

  private record Limit(String subject, Rate rate) {}

  /**
   * Has no limits yet.
   *
   * @param nanoTime monotonic
   */
  public RateLimiter(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * Takes a permit.
   *
   * @param subject whose, such as {@code key:…}
   * @param permits where all instances draw
   * @return never fails
   */
  public CompletionStage<Decision> take(String subject, Rate rate, Permits permits) {
    return allowances
        .get(new Limit(subject, rate), limit -> new Allowance(name(limit), rate, nanoTime))
        .take(permits);
  }

  /** Hashed: names of keys appear in Redis's logs, addresses should not. */
  private static String name(Limit limit) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest((limit.rate() + " " + limit.subject()).getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(Arrays.copyOf(digest, NAME_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
