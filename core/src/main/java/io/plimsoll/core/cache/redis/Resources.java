package io.plimsoll.core.cache.redis;

import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.flush.FlushConsolidationHandler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The threads of a connection, and what all its channels have in common. */
final class Resources {
  /** Commands of one turn of the event loop leave in one write; 256 bounds how many wait for it. */
  private static final int FLUSH_AFTER = 256;

  private Resources() {}

  /** Threads of its own. */
  static ClientResources own() {
    return build(ClientResources.builder().ioThreadPoolSize(2));
  }

  /** The event loop of somebody else, who ends it. */
  static ClientResources on(EventLoopGroup loop) {
    return build(ClientResources.builder().eventLoopGroupProvider(new SharedEventLoop(loop)));
  }

  private static ClientResources build(ClientResources.Builder builder) {
    return builder
        .computationThreadPoolSize(2)
        .reconnectDelay(
            Delay.exponential(
                Duration.ofMillis(20), Duration.ofMillis(500), 2, TimeUnit.MILLISECONDS))
        .nettyCustomizer(
            new NettyCustomizer() {
              @Override
              public void afterChannelInitialized(Channel channel) {
                channel.pipeline().addFirst(new FlushConsolidationHandler(FLUSH_AFTER, true));
              }
            })
        .build();
  }
}
