package io.plimsoll.api.http.wire;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.Vertx;
import io.vertx.core.impl.transports.NioTransport;
import io.vertx.core.internal.VertxBootstrap;
import io.vertx.core.net.TcpConfig;

/** Java's own sockets, each accepted one watched from its first byte. */
public final class GuardedTransport extends NioTransport {
  private final GuardSettings settings;

  private GuardedTransport(GuardSettings settings) {
    this.settings = settings;
  }

  /** A Vert.x whose servers' connections are guarded; the caller closes it. */
  public static Vertx vertx(GuardSettings settings) {
    return VertxBootstrap.create().transport(new GuardedTransport(settings)).init().vertx();
  }

  @Override
  public void configure(TcpConfig config, boolean domainSocket, ServerBootstrap bootstrap) {
    super.configure(config, domainSocket, bootstrap);
    bootstrap.handler(new Acceptor(settings));
  }

  /** Sees connections as they are accepted. */
  @Sharable
  private static final class Acceptor extends ChannelInboundHandlerAdapter {
    private final GuardSettings settings;

    Acceptor(GuardSettings settings) {
      this.settings = settings;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object accepted) {
      ((Channel) accepted).pipeline().addFirst(new FirstRequest(settings));
      ctx.fireChannelRead(accepted);
    }
  }
}
