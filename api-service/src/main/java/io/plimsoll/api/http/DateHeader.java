package io.plimsoll.api.http;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** Sets {@code Date}, which Vert.x leaves out; made anew once a second. Of one event loop. */
final class DateHeader implements Handler<RoutingContext> {
  private CharSequence now = format();

  DateHeader(Vertx vertx) {
    vertx.setPeriodic(1_000, tick -> now = format());
  }

  CharSequence now() {
    return now;
  }

  @Override
  public void handle(RoutingContext ctx) {
    ctx.response().putHeader(HttpHeaders.DATE, now);
    ctx.next();
  }

  private static CharSequence format() {
    return HttpHeaders.createOptimized(
        DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)));
  }
}
