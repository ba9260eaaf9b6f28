package io.plimsoll.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * A kept-alive connection with at most one request under way. One thread sends, one reads; they
 * take turns, as a request is sent only after the answer before was read.
 */
final class Connection implements AutoCloseable {
  private final SocketChannel channel;
  private final AnswerReader reader = new AnswerReader();
  private volatile long due;

  private Connection(SocketChannel channel) {
    this.channel = channel;
  }

  static Connection open(URI target) throws IOException {
    SocketChannel channel =
        SocketChannel.open(new InetSocketAddress(target.getHost(), target.getPort()));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    return new Connection(channel);
  }

  void register(Selector selector) throws IOException {
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_READ, this);
  }

  void send(byte[] request, long dueNanos) throws IOException {
    reader.next();
    due = dueNanos;
    ByteBuffer bytes = ByteBuffer.wrap(request);
    while (bytes.hasRemaining()) { // a request is far below the socket's buffer, which is empty
      channel.write(bytes);
    }
  }

  /** Whether the answer is complete now. */
  boolean read() throws IOException {
    return reader.read(channel);
  }

  /** Of the request under way. */
  long due() {
    return due;
  }

  AnswerReader answer() {
    return reader;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
