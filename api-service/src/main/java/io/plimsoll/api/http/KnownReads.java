package io.plimsoll.api.http;

import io.plimsoll.api.load.Recurring;
import io.plimsoll.api.read.Answer;
import io.plimsoll.api.read.ReadRequest;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Reads by their URI, as it came: what was routed and validated before is not routed and validated
 * again, which takes longer than a hit itself. Of one event loop.
 */
final class KnownReads implements Handler<RoutingContext> {
  private static final int MAX_BYTES = 16_000_000;

  /** Roughly: the entry, its values and the request made of them. */
  private static final int ENTRY_BYTES = 1_000;

  /** Of a character of the URI: in it, in the values, in tags. */
  private static final int CHAR_BYTES = 8;

  private final Recurring<String, Known> known =
      new Recurring<>(MAX_BYTES, (uri, read) -> ENTRY_BYTES + CHAR_BYTES * uri.length());

  private @Nullable Known served;
  private @Nullable Begun begun;

  /** A read and who answers it. */
  record Known(ReadHandler handler, KnownRead read) {}

  /**
   * What one request asks for.
   *
   * @param started by {@link System#nanoTime}
   */
  record Wanted(KnownRead read, ReadRequest request, long started) {}

  /** A read under way. */
  record Begun(Wanted wanted, CompletionStage<Answer> answer) {}

  /** The read that the request under way was answered as, if it was; told once. */
  @Nullable Known takeServed() {
    Known last = served;
    served = null;
    return last;
  }

  /**
   * Has the next request, which is decoded at once, answered by the read that is under way for it.
   */
  void underWay(Begun read, Runnable decoding) {
    begun = read;
    try {
      decoding.run();
    } finally {
      begun = null;
    }
  }

  /** Takes a URI whose values were accepted, if that is not the first time. */
  void accepted(String uri, ReadHandler handler, KnownRead read) {
    known.offer(uri, new Known(handler, read));
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // the very one that is remembered
  public void handle(RoutingContext ctx) {
    Known found = find(ctx);
    if (found == null) {
      ctx.next();
    } else {
      served = found;
      Begun own = begun;
      begun = null; // whatever else is decoded meanwhile is another request
      if (own != null && own.wanted().read() == found.read()) {
        found.handler().serve(ctx, own);
      } else {
        found.handler().serve(ctx, found.read());
      }
    }
  }

  private @Nullable Known find(RoutingContext ctx) {
    HttpMethod method = ctx.request().method();
    return (HttpMethod.GET.equals(method) || HttpMethod.HEAD.equals(method))
            && !LiveHandler.wants(ctx.request())
        ? find(ctx.request().uri())
        : null;
  }

  /** What a URI was accepted as, if it was. */
  @Nullable Known find(String uri) {
    return known.find(uri);
  }
}
