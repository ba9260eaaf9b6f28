package io.plimsoll.local.doctor;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.MetadataRequest;
import org.apache.kafka.common.requests.MetadataResponse;
import org.apache.kafka.common.requests.RequestHeader;

/**
 * One Metadata request to one broker. A Kafka client would go to the advertised listeners at once,
 * and if it cannot reach them could not say where they are.
 */
final class KafkaMetadata {
  private static final int MILLIS = 2_000;
  private static final int LARGEST = 64 << 20;

  /** Known to brokers since 2.3. */
  private static final short VERSION = 8;

  private KafkaMetadata() {}

  /**
   * Where the brokers say that they are.
   *
   * @param address {@code host:port}
   */
  static List<Node> brokers(String address) throws IOException {
    int colon = address.lastIndexOf(':');
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(MILLIS);
      socket.connect(
          new InetSocketAddress(
              address.substring(0, colon), Integer.parseInt(address.substring(colon + 1))),
          MILLIS);
      RequestHeader header = new RequestHeader(ApiKeys.METADATA, VERSION, "plimsoll-doctor", 1);
      send(socket, header);
      return List.copyOf(((MetadataResponse) receive(socket, header)).brokers());
    } catch (RuntimeException e) {
      throw new IOException("does not answer like a Kafka broker: " + e.getMessage(), e);
    }
  }

  /** For no topic. */
  private static void send(Socket socket, RequestHeader header) throws IOException {
    MetadataRequestData nothing =
        new MetadataRequestData().setTopics(List.of()).setAllowAutoTopicCreation(false);
    ByteBuffer request = new MetadataRequest(nothing, VERSION).serializeWithHeader(header);
    DataOutputStream out = new DataOutputStream(socket.getOutputStream());
    out.writeInt(request.remaining());
    out.write(request.array(), request.arrayOffset() + request.position(), request.remaining());
    out.flush();
  }

  private static AbstractResponse receive(Socket socket, RequestHeader header) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    int size = in.readInt();
    if (size < 0 || size > LARGEST) {
      throw new IOException(
          "does not answer like a Kafka broker: a message of %d bytes".formatted(size));
    }
    byte[] answer = new byte[size];
    in.readFully(answer);
    return AbstractResponse.parseResponse(ByteBuffer.wrap(answer), header);
  }
}
