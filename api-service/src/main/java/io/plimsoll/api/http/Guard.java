package io.plimsoll.api.http;

import io.plimsoll.api.auth.Caller;
import io.plimsoll.api.auth.KeyAuth;
import io.plimsoll.api.auth.Verdict;
import io.plimsoll.api.problem.ProblemType;
import io.plimsoll.api.read.Answer;
import io.plimsoll.api.read.ReadThrough;
import io.plimsoll.core.catalog.Access;
import io.plimsoll.core.catalog.Param;
import io.plimsoll.core.catalog.Parsed;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.SecurityPolicyHandler;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets requests pass that may: with a key (RFC 6750) that has the scope which the catalog asks for.
 * Runs on event loops and never blocks them.
 */
final class Guard {
  private static final String REALM = "Bearer realm=\"plimsoll\"";
  private static final String CALLER = Caller.class.getName();

  private final Optional<KeyAuth> auth;
  private final Limits limits;
  private final ReadRequests requests;
  private final ReadThrough readThrough;

  /**
   * Takes its parts.
   *
   * @param auth empty when everybody may do everything
   * @param limits how often
   */
  Guard(Optional<KeyAuth> auth, Limits limits, ReadRequests requests, ReadThrough readThrough) {
    this.auth = auth;
    this.limits = limits;
    this.requests = requests;
    this.readThrough = readThrough;
  }

  /** Stands before a route's other handlers, which must be added after this. */
  Route before(Route route, Access access) {
    limits.byAddress(route);
    if (auth.isPresent() && !access.open()) {
      KeyAuth keys = auth.get();
      // Of the kind that Vert.x lets stand before the one who reads the body.
      SecurityPolicyHandler policy = ctx -> check(ctx, keys, access);
      route.handler(policy);
      limits.byKey(route);
    }
    return route;
  }

  /** Who asks; empty where nobody has to say. */
  static Optional<Caller> caller(RoutingContext ctx) {
    return Optional.ofNullable(ctx.get(CALLER));
  }

  /**
   * Asks again whether the caller may still what it was let do; empty where nobody has to say who
   * asks.
   */
  Optional<Supplier<CompletionStage<Boolean>>> permit(RoutingContext ctx) {
    List<String> credentials = ctx.request().headers().getAll(HttpHeaders.AUTHORIZATION);
    return caller(ctx)
        .map(caller ->
            () ->
                judge(auth.orElseThrow(), credentials)
                    .thenApply(verdict -> verdict.equals(new Verdict.Known(caller))));
  }

  private CompletionStage<Verdict> judge(KeyAuth keys, List<String> credentials) {
    return keys.judge(credentials, hash -> read(keys, hash));
  }

  /** Takes the parameter that is the caller's tenant. */
  static void tenant(RoutingContext ctx, Param param, RequestValues values) {
    String tenant =
        caller(ctx)
            .flatMap(Caller::tenant)
            .filter(text -> !(param.parse(text) instanceof Parsed.Invalid))
            .orElseThrow(() ->
                new ProblemException(
                    Problem.of(
                        ProblemType.TENANT_MISSING,
                        "The API key is of no tenant that could ask this")));
    values.take(param, Optional.of(tenant));
  }

  private void check(RoutingContext ctx, KeyAuth keys, Access access) {
    HttpServerRequest request = ctx.request();
    CompletionStage<Verdict> verdict =
        judge(keys, request.headers().getAll(HttpHeaders.AUTHORIZATION));
    Waiting.on(ctx, verdict, (known, failure) -> decide(ctx, access, known, failure));
  }

  private CompletionStage<Answer> read(KeyAuth keys, String hash) {
    RequestValues values = new RequestValues();
    for (Param param : keys.query().params()) {
      values.take(param, Optional.of(hash));
    }
    return readThrough.read(requests.of(keys.query(), values, requests.planned(keys.query())));
  }

  private static void decide(
      RoutingContext ctx, Access access, @Nullable Verdict verdict, @Nullable Throwable failure) {
    if (verdict == null) {
      ctx.fail(Objects.requireNonNull(failure));
      return;
    }
    switch (verdict) {
      case Verdict.Known(Caller caller) -> {
        if (caller.has(access)) {
          // Another key may get another answer.
          ctx.response().headers().add(HttpHeaders.VARY, HttpHeaders.AUTHORIZATION);
          ctx.put(CALLER, caller).next();
        } else {
          String scope = access.scope().orElseThrow();
          refuse(
              ctx,
              REALM + ", error=\"insufficient_scope\", scope=\"" + scope + '"',
              Problem.of(
                  ProblemType.SCOPE_MISSING, "The API key does not have the scope " + scope));
        }
      }
      case Verdict.Missing missing ->
          refuse(
              ctx,
              REALM,
              Problem.of(ProblemType.KEY_MISSING, "Send Authorization: Bearer <API key>"));
      case Verdict.Malformed malformed ->
          refuse(
              ctx,
              REALM + ", error=\"invalid_request\"",
              Problem.of(
                  ProblemType.KEY_MALFORMED,
                  "Authorization must be given once, as Bearer <API key>"));
      case Verdict.Refused refused ->
          refuse(
              ctx,
              REALM + ", error=\"invalid_token\"",
              Problem.of(
                  ProblemType.KEY_INVALID, "The API key is unknown, was revoked or has expired"));
    }
  }

  private static void refuse(RoutingContext ctx, String challenge, Problem problem) {
    ctx.response()
        .putHeader("WWW-Authenticate", challenge)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    Problems.send(ctx, problem);
  }
}
