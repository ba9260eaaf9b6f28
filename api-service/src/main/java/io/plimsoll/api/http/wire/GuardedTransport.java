package io.plimsoll.api.http.wire;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.Epoll;
import io.vertx.core.Vertx;
import io.vertx.core.impl.transports.EpollTransport;
import io.vertx.core.impl.transports.NioTransport;
import io.vertx.core.internal.VertxBootstrap;
import io.vertx.core.net.TcpConfig;
import io.vertx.core.spi.transport.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sockets of which each accepted one is watched from its first byte. */
public final class GuardedTransport {
  private static final Logger log = LoggerFactory.getLogger(GuardedTransport.class);

  private GuardedTransport() {}

  /**
   * A Vert.x whose servers' connections are guarded; the caller closes it. By Linux's epoll where
   * it can be loaded, which takes less than Java's own sockets do.
   */
  public static Vertx vertx(GuardSettings settings) {
    boolean epoll = Epoll.isAvailable();
    log.info(
        "event=sockets by={}",
        epoll ? "epoll" : "java, without epoll: " + Epoll.unavailabilityCause());
    Transport transport = epoll ? epoll(settings) : java(settings);
    return VertxBootstrap.create().transport(transport).init().vertx();
  }

  private static Transport epoll(GuardSettings settings) {
    return new EpollTransport() {
      @Override
      public void configure(TcpConfig config, boolean domainSocket, ServerBootstrap bootstrap) {
        super.configure(config, domainSocket, bootstrap);
        guard(bootstrap, settings);
      }
    };
  }

  private static Transport java(GuardSettings settings) {
    return new NioTransport() {
      @Override
      public void configure(TcpConfig config, boolean domainSocket, ServerBootstrap bootstrap) {
        super.configure(config, domainSocket, bootstrap);
        guard(bootstrap, settings);
      }
    };
  }

  /** Netty's newer allocator takes a tenth of a hit more (docs/adr/0023). */
  private static void guard(ServerBootstrap bootstrap, GuardSettings settings) {
    bootstrap
        .handler(new Acceptor(settings))
        .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT);
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
