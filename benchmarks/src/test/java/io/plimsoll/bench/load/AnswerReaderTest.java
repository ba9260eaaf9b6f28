package io.plimsoll.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import org.junit.jupiter.api.Test;

class AnswerReaderTest {
  private static final String HIT =
      FakeTarget.answer("200 OK", "plimsoll; hit; ttl=3; detail=redis", "{\"id\" : 1}");

  private final AnswerReader reader = new AnswerReader();

  @Test
  void answer_byteByByte_isReadWhole() throws IOException {
    ByteChannel channel = new ByteChannel(HIT);
    for (int i = 1; i < HIT.length(); i++) {
      assertThat(reader.read(channel)).as("after %d bytes", i).isFalse();
    }
    assertThat(reader.read(channel)).isTrue();

    assertThat(reader.status()).isEqualTo(200);
    assertThat(reader.served()).isEqualTo(Served.REDIS);
    assertThat(new String(reader.body(), US_ASCII)).isEqualTo("{\"id\" : 1}");
    assertThat(reader.headers()).containsEntry("Content-Length", "10").hasSize(2);
  }

  @Test
  void answer_afterAnother_startsAnew() throws IOException {
    assertThat(reader.read(whole(HIT))).isTrue();
    reader.next();
    assertThat(reader.read(whole("HTTP/1.1 404 No\r\ncontent-length: 0\r\n\r\n"))).isTrue();

    assertThat(reader.status()).isEqualTo(404);
    assertThat(reader.served()).isEqualTo(Served.UNSAID);
    assertThat(reader.body()).isEmpty();
  }

  @Test
  void answer_withoutLength_isRefused() {
    assertThatThrownBy(() -> reader.read(whole("HTTP/1.1 200 OK\r\nA: b\r\n\r\n")))
        .isInstanceOf(LoadException.class)
        .hasMessageContaining("Content-Length");
  }

  @Test
  void connection_thatEnds_isAnError() {
    assertThatThrownBy(() -> reader.read(whole(""))).isInstanceOf(LoadException.class);
  }

  @Test
  void cacheStatus_isReadAsRfc9211Says() {
    assertThat(Served.of("plimsoll; hit; ttl=1")).isEqualTo(Served.HIT);
    assertThat(Served.of("plimsoll; hit; ttl=1; detail=l1")).isEqualTo(Served.L1);
    assertThat(Served.of("plimsoll; hit; ttl=1; detail=redis")).isEqualTo(Served.REDIS);
    assertThat(Served.of("plimsoll; hit; detail=stale-if-error")).isEqualTo(Served.HIT);
    assertThat(Served.MISS.isHit() || Served.STALE.isHit() || Served.BYPASS.isHit()).isFalse();
    assertThat(Served.of("plimsoll; fwd=miss; stored; detail=miss")).isEqualTo(Served.MISS);
    assertThat(Served.of("plimsoll; fwd=stale")).isEqualTo(Served.STALE);
    assertThat(Served.of("plimsoll; fwd=bypass; detail=epoch")).isEqualTo(Served.BYPASS);
    assertThat(Served.of("nginx; hit")).isEqualTo(Served.UNSAID);
    assertThat(Served.of("")).isEqualTo(Served.UNSAID);
  }

  private static ReadableByteChannel whole(String text) {
    return Channels.newChannel(new ByteArrayInputStream(text.getBytes(US_ASCII)));
  }

  /** Gives one byte at each read. */
  private static final class ByteChannel implements ReadableByteChannel {
    private final byte[] bytes;
    private int next;

    ByteChannel(String text) {
      bytes = text.getBytes(US_ASCII);
    }

    @Override
    public int read(ByteBuffer into) {
      into.put(bytes[next++]);
      return 1;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }
}
