package io.plimsoll.api.http.wire;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Watches a connection from its first byte until it is known what it speaks, which Vert.x finds out
 * from the first request, and waits for that without a deadline. Confined to the connection's event
 * loop.
 */
final class FirstRequest extends ChannelDuplexHandler {
  private final GuardSettings settings;
  private Optional<Future<?>> deadline = Optional.empty();

  /** Vert.x has answered an upgrade that it refuses, and leaves the connection open. */
  private boolean answered;

  FirstRequest(GuardSettings settings) {
    this.settings = settings;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    ctx.channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    if (deadline.isEmpty()) {
      deadline =
          Optional.of(
              ctx.executor()
                  .schedule(
                      () -> end(ctx, settings.tooSlow()),
                      settings.timeout().toMillis(),
                      TimeUnit.MILLISECONDS));
    }
    ctx.fireChannelRead(msg);
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
    answered = true;
    var _ = ctx.write(msg, promise);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    ctx.fireUserEventTriggered(event);
    if (event instanceof ChannelInputShutdownEvent && !ctx.isRemoved()) {
      end(ctx, settings.malformed());
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    disarm();
    ctx.fireChannelInactive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    disarm();
  }

  /** Without the codec: it may not be there. Nothing was sent, so nothing is answered. */
  private void end(ChannelHandlerContext ctx, Refusal refusal) {
    if (settings.plain() && deadline.isPresent() && !answered) {
      var _ =
          ctx.writeAndFlush(Unpooled.copiedBuffer(refusal.message(), StandardCharsets.UTF_8))
              .addListener(ChannelFutureListener.CLOSE);
    } else {
      var _ = ctx.close();
    }
  }

  private void disarm() {
    deadline.ifPresent(timer -> timer.cancel(false));
  }
}
