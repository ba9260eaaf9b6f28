package io.plimsoll.api.http.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When a connection may be given an answer that nobody behind the guard knows of. */
final class RequestGuardTest {
  private static final Refusal REFUSAL = new Refusal(400, "Bad Request", "text/plain", "no");

  private final RequestGuard guard =
      new RequestGuard(new GuardSettings(Duration.ofMinutes(1), false, REFUSAL, REFUSAL));
  private final EmbeddedChannel channel =
      new EmbeddedChannel(guard.bytes(), new HttpRequestDecoder(), guard);

  @AfterEach
  void releaseAll() {
    channel.finishAndReleaseAll();
  }

  private void ask(String head) {
    channel.writeInbound(Unpooled.copiedBuffer(head + "\r\n\r\n", US_ASCII));
  }

  private void answer() {
    channel.writeOutbound(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
  }

  @Test
  void connection_isIdle_betweenAnAnswerAndTheNextRequest() {
    assertThat(guard.idle()).isTrue();
    ask("GET / HTTP/1.1\r\nHost: here");
    assertThat(guard.idle()).isFalse();
    answer();
    assertThat(guard.idle()).isTrue();
  }

  @Test
  void connection_isNotIdle_behindTheAnswerThatEndsIt() {
    ask("GET / HTTP/1.1\r\nHost: here\r\nConnection: close");
    answer();
    assertThat(guard.idle()).isFalse();
  }

  @Test
  void connectionOfHttp10_isNotIdle_behindItsAnswer() {
    ask("GET / HTTP/1.0");
    answer();
    assertThat(guard.idle()).isFalse();
  }

  @Test
  void connectionThatIsBeingClosed_isNotIdle() {
    var _ = channel.pipeline().close();
    assertThat(guard.idle()).isFalse();
  }

  /** Keeps what is written until it is told to let it go. */
  private static final class Slow extends ChannelOutboundHandlerAdapter {
    private boolean open;

    @Override
    public void flush(ChannelHandlerContext ctx) {
      if (open) {
        ctx.flush();
      }
    }
  }

  @Test
  void answerToAHalfClosedClient_leavesWhole_howeverSlowTheClient() {
    Slow slow = new Slow();
    channel.pipeline().addFirst(slow);
    ask("GET / HTTP/1.1\r\nHost: here");
    answer();
    channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    channel.runPendingTasks();
    assertThat(channel.isOpen()).isTrue();
    assertThat(guard.idle()).isFalse();
    slow.open = true;
    channel.flush();
    channel.runPendingTasks();
    assertThat(channel.outboundMessages()).isNotEmpty();
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void connectionWhoseRequestWasRefused_isNotIdle() {
    ask("GET / HTTP/1.1\r\nHost: here\r\nHost: there");
    answer();
    assertThat(guard.idle()).isFalse();
  }
}
