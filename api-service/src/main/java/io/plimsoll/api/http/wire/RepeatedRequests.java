package io.plimsoll.api.http.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.VoidChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Stands before one HTTP/1 connection's decoder and answers requests that have been decoded before,
 * byte for byte: to decode and to route them again takes longer than the rest of a hit. Confined to
 * the connection's event loop.
 *
 * <p>Equal bytes are an equal request only where the decoder would begin a new one with the first
 * of them and nothing is owed to the client: so bytes are compared when they come as one read, no
 * answer is due, and what came before ended with a request. Everything else is decoded as ever, and
 * so a connection whose reads are no whole requests loses nothing but time.
 *
 * <p>While an answer is awaited, nobody behind this handler knows that one is owed. So whatever
 * they are told of the connection waits for it here.
 */
final class RepeatedRequests extends ChannelInboundHandlerAdapter {
  /** Longer ones have cookies or tokens, which are seldom the same. */
  private static final int MOST_BYTES = 2_048;

  private static final int GET = ('G' << 24) | ('E' << 16) | ('T' << 8) | ' ';
  private static final int END = ('\r' << 24) | ('\n' << 16) | ('\r' << 8) | '\n';

  private final Repeats repeats;
  private final BooleanSupplier idle;
  private Optional<IdleStateHandler> watch = Optional.empty();

  /** An answer that its client does not take is nobody's fault: silent, as Vert.x's own are. */
  private @Nullable ChannelPromise unheard;

  /** The decoder is known to have nothing: what comes next begins a request. */
  private boolean clean;

  /** How many requests the read under way had, its only one, and whether it ended with one. */
  private int decoded;

  private @Nullable HttpRequest only;
  private boolean ended;

  /**
   * Something has gone to the decoder since the last pause in reading; at first, perhaps before
   * this was there.
   */
  private boolean passed = true;

  /** An answer is awaited. */
  private boolean awaiting;

  /** What has come in meanwhile is being taken. */
  private boolean resuming;

  /** What has come in meanwhile: bytes and events. */
  private final Queue<Object> held = new ArrayDeque<>();

  /**
   * Takes its parts.
   *
   * @param idle whether the connection owes no answer and will take another request
   */
  RepeatedRequests(Repeats repeats, BooleanSupplier idle) {
    this.repeats = repeats;
    this.idle = idle;
  }

  /** Stands behind the decoder. */
  ChannelInboundHandlerAdapter decoded() {
    return new ChannelInboundHandlerAdapter() {
      @Override
      public void channelRead(ChannelHandlerContext ctx, Object msg) {
        if (msg instanceof HttpRequest request) {
          decoded++;
          only = request;
        }
        ended = msg instanceof LastHttpContent last && last.decoderResult().isSuccess();
        ctx.fireChannelRead(msg);
      }
    };
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    if (awaiting) {
      held.add(msg);
      ctx.channel().config().setAutoRead(false); // or what a client sends would be held without end
    } else if (msg instanceof ByteBuf bytes) {
      take(ctx, bytes);
    } else {
      ctx.fireChannelRead(msg);
    }
  }

  private void take(ChannelHandlerContext ctx, ByteBuf bytes) {
    byte[] whole = mayAnswer(ctx) ? whole(bytes) : null;
    if (whole == null) {
      decode(ctx, bytes);
      only = null;
      return;
    }
    awaiting = true;
    if (repeats.answer(whole, ctx.alloc(), answer -> settle(ctx, whole, answer))) {
      bytes.release();
      if (awaiting) {
        keepAwake(ctx);
      }
    } else {
      awaiting = false;
      decode(ctx, whole, bytes);
    }
  }

  private void send(ChannelHandlerContext ctx, ByteBuf answer) {
    keepAwake(ctx);
    var _ = ctx.writeAndFlush(answer, unheard(ctx));
  }

  private ChannelPromise unheard(ChannelHandlerContext ctx) {
    ChannelPromise promise = unheard;
    if (promise == null) {
      promise = new VoidChannelPromise(ctx.channel(), false);
      unheard = promise;
    }
    return promise;
  }

  private void settle(ChannelHandlerContext ctx, byte[] whole, @Nullable ByteBuf answer) {
    awaiting = false;
    if (!ctx.channel().isActive()) {
      ReferenceCountUtil.release(answer); // the client has gone
      return;
    }
    try {
      if (answer == null) {
        decode(ctx, whole, Unpooled.wrappedBuffer(whole));
      } else {
        send(ctx, answer);
      }
      resume(ctx);
    } catch (RuntimeException | Error e) {
      ctx.fireExceptionCaught(e); // whoever brought the answer would not close the connection
    }
  }

  /** Goes on with what has come in meanwhile; answers that are there at once come back to here. */
  private void resume(ChannelHandlerContext ctx) {
    if (resuming) {
      return;
    }
    if (!held.isEmpty()) {
      resuming = true;
      // First: those behind may halt the reading themselves for what they are given now.
      ctx.channel().config().setAutoRead(true);
      while (!awaiting && !held.isEmpty()) {
        switch (held.remove()) {
          case ByteBuf bytes -> take(ctx, bytes);
          case Object event -> ctx.fireUserEventTriggered(event);
        }
      }
      if (!held.isEmpty()) {
        ctx.channel().config().setAutoRead(false);
      }
      resuming = false;
    }
    channelReadComplete(ctx);
  }

  /** A client that does not read what it asks for is left to Vert.x. */
  private boolean mayAnswer(ChannelHandlerContext ctx) {
    return clean && idle.getAsBoolean() && ctx.channel().isWritable();
  }

  private void decode(ChannelHandlerContext ctx, byte[] whole, ByteBuf bytes) {
    repeats.decoding();
    decode(ctx, bytes);
    if (clean && decoded == 1 && only != null) {
      repeats.decoded(whole, only);
    }
    only = null;
  }

  private void decode(ChannelHandlerContext ctx, ByteBuf bytes) {
    boolean ends = endsHead(bytes);
    decoded = 0;
    ended = false;
    passed = true;
    ctx.fireChannelRead(bytes);
    // Of bytes that end as a head does, a decoder that ended with a request has left none.
    clean = ends && ended;
  }

  /** Nobody behind has to hear of a pause after nothing. */
  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (passed) {
      passed = false;
      ctx.fireChannelReadComplete();
    }
  }

  /** Told that the client sends no more, or that the service stops, those behind would close. */
  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (awaiting) {
      held.add(event);
    } else {
      ctx.fireUserEventTriggered(event);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    held.forEach(ReferenceCountUtil::release);
    held.clear();
    ctx.fireChannelInactive();
  }

  /** A copy of what may be one whole request without a body; null when it cannot be. */
  private static byte @Nullable [] whole(ByteBuf bytes) {
    int length = bytes.readableBytes();
    if (length > MOST_BYTES || !endsHead(bytes) || bytes.getInt(bytes.readerIndex()) != GET) {
      return null;
    }
    byte[] copy = new byte[length];
    bytes.getBytes(bytes.readerIndex(), copy);
    return copy;
  }

  private static boolean endsHead(ByteBuf bytes) {
    return bytes.readableBytes() >= Integer.BYTES
        && bytes.getInt(bytes.writerIndex() - Integer.BYTES) == END;
  }

  /** Tells who closes connections that nothing happens on; it stands behind, and sees nothing. */
  private void keepAwake(ChannelHandlerContext ctx) {
    if (watch.isEmpty()) {
      watch = Optional.ofNullable(ctx.pipeline().get(IdleStateHandler.class));
    }
    watch.ifPresent(idle -> {
      idle.resetReadTimeout();
      idle.resetWriteTimeout();
    });
  }
}
