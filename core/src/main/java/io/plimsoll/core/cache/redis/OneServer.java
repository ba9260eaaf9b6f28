package io.plimsoll.core.cache.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A server by itself, or whatever looks like one, such as a proxy. */
record OneServer(RedisClient client, RedisURI uri) implements Wire {
  static OneServer of(String url, Duration timeout, ClientResources resources) {
    RedisURI uri = RedisURI.create(url);
    uri.setTimeout(timeout);
    RedisClient client = RedisClient.create(resources, uri);
    client.setOptions(options(ClientOptions.builder(), timeout).build());
    return new OneServer(client, uri);
  }

  /** Commands fail at once while there is no connection: the origin answers instead. */
  static <B extends ClientOptions.Builder> B options(B builder, Duration timeout) {
    builder
        .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
        .requestQueueSize(QUEUE)
        // It makes cancelled commands cheap; none is, and it costs each of the others.
        .useHashIndexQueue(false)
        // Deadlines does it: by default, each command has a timer of its own as well.
        .timeoutOptions(TimeoutOptions.create())
        .socketOptions(
            SocketOptions.builder()
                .connectTimeout(timeout)
                .tcpNoDelay(true)
                .keepAlive(true)
                .build());
    return builder;
  }

  @Override
  public CompletableFuture<Line> connect() {
    return client
        .connectAsync(ByteArrayCodec.INSTANCE, uri)
        .toCompletableFuture()
        .thenApply(opened -> new Line(opened, opened.async()));
  }

  @Override
  public String address() {
    return uri.getHost() + ":" + uri.getPort();
  }
}
