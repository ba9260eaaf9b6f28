package io.plimsoll.api.http.wire;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;

/**
 * How connections are guarded.
 *
 * @param timeout how long a request may take to arrive, from its first byte
 * @param plain whether without TLS, whose closing has an order of its own
 * @param tooSlow what a request gets that takes longer
 * @param malformed what a request gets whose body cannot be decoded or that ends early
 */
public record GuardSettings(Duration timeout, boolean plain, Refusal tooSlow, Refusal malformed) {
  private static final String VERTX = "handler";

  /** Guards a connection that Vert.x has set up; one of HTTP/2 has rules of its own. */
  public void guard(HttpConnection connection, ChannelPipeline pipeline, Repeats repeats) {
    if (pipeline.get(FirstRequest.class) != null) {
      pipeline.remove(FirstRequest.class);
    }
    ChannelHandlerContext decoder = pipeline.context(HttpRequestDecoder.class);
    boolean http1 = decoder != null && connection.protocolVersion() != HttpVersion.HTTP_2;
    pipeline.channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, http1);
    if (http1) {
      RequestGuard guard = new RequestGuard(this);
      RepeatedRequests repeated = new RepeatedRequests(repeats, guard::idle);
      pipeline.addBefore(decoder.name(), "repeated-requests", repeated);
      pipeline.addBefore(decoder.name(), "request-bytes", guard.bytes());
      pipeline.addAfter(decoder.name(), "decoded-requests", repeated.decoded());
      pipeline.addBefore(VERTX, "request-guard", guard);
    }
  }
}
