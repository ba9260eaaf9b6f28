package io.plimsoll.api.http;

import io.plimsoll.api.auth.Caller;
import io.plimsoll.api.limit.Decision;
import io.plimsoll.api.limit.LimitPolicy;
import io.plimsoll.api.problem.ProblemType;
import io.plimsoll.core.auth.Rate;
import io.plimsoll.core.limit.Permits;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.SecurityPolicyHandler;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Limits how often a client address and an API key may ask, over all instances. Tells the client by
 * {@code RateLimit} and {@code RateLimit-Policy} (draft-ietf-httpapi-ratelimit-headers-11), and
 * refuses with 429. Runs on event loops and never blocks them.
 */
final class Limits {
  private static final CharSequence LIMIT = HttpHeaders.createOptimized("RateLimit");
  private static final CharSequence POLICY = HttpHeaders.createOptimized("RateLimit-Policy");
  private static final CharSequence FORWARDED = HttpHeaders.createOptimized("X-Forwarded-For");

  private final LimitPolicy policy;
  private final Permits permits;

  /**
   * Takes its parts.
   *
   * @param permits where all instances draw
   */
  Limits(LimitPolicy policy, Permits permits) {
    this.policy = policy;
    this.permits = permits;
  }

  /** Stands before the question who asks: guessing keys is limited too. */
  void byAddress(Route route) {
    policy
        .perAddress()
        .ifPresent(rate ->
            handle(
                route,
                ctx -> {
                  HttpServerRequest request = ctx.request();
                  String address =
                      policy
                          .address()
                          .of(
                              request.remoteAddress().hostAddress(),
                              request.headers().getAll(FORWARDED));
                  take(ctx, "address", address, rate);
                }));
  }

  /** Stands behind it. */
  void byKey(Route route) {
    handle(
        route,
        ctx -> {
          Optional<Caller> caller = Guard.caller(ctx);
          Optional<Rate> rate = caller.flatMap(Caller::rate).or(policy::perKey);
          if (caller.isPresent() && rate.isPresent()) {
            take(ctx, "key", caller.get().keyId(), rate.get());
          } else {
            ctx.next();
          }
        });
  }

  /** Of the kind that Vert.x lets stand before the one who reads the body. */
  private static void handle(Route route, SecurityPolicyHandler handler) {
    route.handler(handler);
  }

  private void take(RoutingContext ctx, String name, String subject, Rate rate) {
    Waiting.on(
        ctx,
        policy.limiter().take(name + ":" + subject, rate, permits),
        (decision, failure) -> {
          if (decision == null) {
            ctx.fail(Objects.requireNonNull(failure));
          } else {
            decide(ctx, name, decision);
          }
        });
  }

  private static void decide(RoutingContext ctx, String name, Decision decision) {
    Rate rate = decision.rate();
    HttpServerResponse response = ctx.response();
    response
        .headers()
        .add(POLICY, '"' + name + "\";q=" + rate.requests() + ";w=" + rate.per().toSeconds())
        .add(
            LIMIT, '"' + name + "\";r=" + decision.remaining() + ";t=" + seconds(decision.reset()));
    if (decision.allowed()) {
      ctx.next();
      return;
    }
    Problems.send(
        ctx,
        Problem.of(ProblemType.RATE_LIMITED, "At most %s for this %s".formatted(rate, name))
            .retryAfter(Math.max(1, seconds(decision.retry()))));
  }

  /** Rounded up: who comes back then is not early. */
  private static int seconds(Duration time) {
    return Math.toIntExact(time.plusNanos(999_999_999).toSeconds());
  }
}
