package io.plimsoll.api.live;

import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Who wants a stream.
 *
 * @param response not begun yet
 * @param cut ends the response at once, also when what was written before waits still
 * @param seen the ETag of the last answer that it has got, which is not sent again
 * @param permit asks whether it may still have what it is sent; empty where all may
 */
public record Client(
    HttpServerResponse response,
    Runnable cut,
    Optional<String> seen,
    Optional<Supplier<CompletionStage<Boolean>>> permit) {}
