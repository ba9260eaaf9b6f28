package io.plimsoll.api.http.wire;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Watches one HTTP/1 connection, between its codec and Vert.x: a request has to arrive whole in
 * time, what cannot be decoded is answered before the connection is closed, and a client that has
 * only closed its own direction still gets its answer. Confined to the connection's event loop.
 *
 * <p>A connection that is closed while bytes are still coming is reset, and the client may never
 * see the answer. So after a refusal it is closed in one direction first, and read for a while (RFC
 * 9112, section 9.6).
 */
final class RequestGuard extends ChannelDuplexHandler {
  private static final long LINGER_SECONDS = 2;

  private final GuardSettings settings;
  private Optional<Future<?>> deadline = Optional.empty();

  /** Requests that have begun to arrive and whose answers have not ended. */
  private int unanswered;

  /** The newest request has not arrived whole. */
  private boolean arriving;

  /** A request has arrived whole since the last pause in reading. */
  private boolean arrived;

  /** Bytes have come after the last whole request. */
  private boolean more;

  /** The oldest answer has begun and not ended. */
  private boolean begun;

  /** Nothing more is read. */
  private boolean refused;

  /** The refusal has been sent from here; whatever else is an answer to nothing. */
  private boolean answered;

  /** The connection ends with the last answer that is owed. */
  private boolean closing;

  /** The newest request was the last, or the connection is being closed. */
  private boolean ending;

  private boolean lingering;
  private boolean inputEnded;

  RequestGuard(GuardSettings settings) {
    this.settings = settings;
  }

  /** Stands before the codec, and sees bytes that are no request yet. */
  ChannelInboundHandlerAdapter bytes() {
    return new ChannelInboundHandlerAdapter() {
      @Override
      public void channelRead(ChannelHandlerContext ctx, Object msg) {
        more = true;
        ctx.fireChannelRead(msg);
      }
    };
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    if (refused) {
      ReferenceCountUtil.release(msg);
      return;
    }
    if (msg instanceof HttpRequest request) {
      unanswered++;
      arriving = true;
      ending |= !HttpUtil.isKeepAlive(request);
      if (request.decoderResult().isSuccess()) {
        Framing.check(request);
      }
      if (request.decoderResult().isFailure()) {
        refused = true;
        request.setProtocolVersion(HttpVersion.HTTP_1_1); // the answer says its own, not this one's
      }
    } else if (msg instanceof HttpContent content && content.decoderResult().isFailure()) {
      ReferenceCountUtil.release(msg);
      refuse(ctx, settings.malformed());
      return;
    }
    if (msg instanceof LastHttpContent && !refused) {
      arriving = false;
      arrived = true;
    }
    ctx.fireChannelRead(msg);
  }

  /** What came in was the end of a request, or there is more to wait for. */
  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (arrived) {
      arrived = false;
      more = false;
      disarm();
    }
    if (refused) {
      disarm();
    } else if (arriving || more) {
      arm(ctx);
    }
    ctx.fireChannelReadComplete();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      inputEnded = true;
      if (lingering) {
        var _ = ctx.close();
      } else if ((arriving || more) && !refused) {
        refuse(ctx, settings.malformed());
      } else if (owed() > 0 && !begun) {
        closing = true;
      } else if (begun && !refused) {
        close(ctx, ctx.newPromise()); // the client has left a long answer
      } else if (!refused) {
        closing = true;
        var _ = // behind what has not left yet
            ctx.writeAndFlush(Unpooled.EMPTY_BUFFER)
                .addListener(done -> close(ctx, ctx.newPromise()));
      }
    }
    ctx.fireUserEventTriggered(event);
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
    if (answered) {
      ReferenceCountUtil.release(msg);
      promise.trySuccess();
      return;
    }
    if (msg instanceof HttpResponse response) {
      if (response.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
        var _ = ctx.write(msg, promise);
        return;
      }
      begun = true;
    }
    ChannelPromise written = promise;
    if (msg instanceof LastHttpContent) {
      unanswered--;
      begun = false;
      if (closing && owed() <= 0) {
        written = promise.unvoid();
        var _ = written.addListener(done -> close(ctx, ctx.newPromise()));
      }
    }
    var _ = ctx.write(msg, written);
  }

  @Override
  public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
    disarm();
    ending = true;
    if (settings.plain()
        && (refused || arriving)
        && !lingering
        && !inputEnded
        && ctx.channel() instanceof DuplexChannel channel
        && channel.isActive()) {
      lingering = true;
      refused = true;
      var _ = channel.shutdownOutput();
      channel.config().setAutoRead(true);
      var _ =
          ctx.executor()
              .schedule(
                  () -> {
                    var _ = ctx.close(promise);
                  },
                  LINGER_SECONDS,
                  TimeUnit.SECONDS);
    } else {
      var _ = ctx.close(promise);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    disarm();
    ctx.fireChannelInactive();
  }

  /** Nothing is owed, nothing has begun to arrive, and the connection goes on. */
  boolean idle() {
    return unanswered == 0 && !refused && !closing && !ending;
  }

  /** Answers that earlier requests still get. */
  private int owed() {
    return arriving ? unanswered - 1 : unanswered;
  }

  private void refuse(ChannelHandlerContext ctx, Refusal refusal) {
    refused = true;
    disarm();
    if (owed() > 0) {
      closing = true;
    } else if (begun) {
      close(ctx, ctx.newPromise());
    } else {
      answered = true;
      var _ =
          ctx.writeAndFlush(response(refusal)).addListener(done -> close(ctx, ctx.newPromise()));
    }
  }

  private static FullHttpResponse response(Refusal refusal) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(refusal.status()),
            Unpooled.copiedBuffer(refusal.body(), StandardCharsets.UTF_8));
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, refusal.mediaType())
        .set(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes())
        .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE)
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    return response;
  }

  private void arm(ChannelHandlerContext ctx) {
    if (deadline.isEmpty()) {
      deadline =
          Optional.of(
              ctx.executor()
                  .schedule(
                      () -> refuse(ctx, settings.tooSlow()),
                      settings.timeout().toMillis(),
                      TimeUnit.MILLISECONDS));
    }
  }

  private void disarm() {
    deadline.ifPresent(timer -> timer.cancel(false));
    deadline = Optional.empty();
  }
}
