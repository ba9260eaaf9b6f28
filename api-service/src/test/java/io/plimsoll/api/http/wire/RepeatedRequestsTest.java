package io.plimsoll.api.http.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Before Netty's own decoder. */
final class RepeatedRequestsTest {
  private static final String KNOWN = "GET /known HTTP/1.1\r\nHost: here\r\n\r\n";

  private static final ByteBuf ANSWER =
      Unpooled.unreleasableBuffer(Unpooled.copiedBuffer("answer", US_ASCII));

  private final Remembering repeats = new Remembering();

  /** What the service was asked, whoever answered, in order. */
  private final List<String> asked = new ArrayList<>();

  private int answered;

  /** Whether answers have to be awaited, and who waits for one. */
  private boolean later;

  /** Whether what is answered at once has to be decoded. */
  private boolean inVain;

  private final Queue<Consumer<@Nullable ByteBuf>> awaited = new ArrayDeque<>();

  private boolean idle = true;
  private Runnable onRequest = () -> {};
  private final EmbeddedChannel channel = new EmbeddedChannel();

  /** Every request is one to be answered by its bytes. */
  private final class Remembering implements Repeats {
    private final Map<String, String> known = new HashMap<>();

    private Runnable decoding = () -> {};

    @Override
    public void decoding() {
      decoding.run();
    }

    @Override
    public void decoded(byte[] bytes, HttpRequest request) {
      known.put(new String(bytes, US_ASCII), request.uri());
    }

    @Override
    public boolean answer(
        byte[] bytes, ByteBufAllocator allocator, Consumer<@Nullable ByteBuf> then) {
      String uri = known.get(new String(bytes, US_ASCII));
      if (uri == null) {
        return false;
      }
      if (later) {
        awaited.add(answer -> {
          note(uri, answer);
          then.accept(answer);
        });
      } else {
        ByteBuf answer = inVain ? null : ANSWER.copy();
        note(uri, answer);
        then.accept(answer);
      }
      return true;
    }

    private void note(String uri, @Nullable ByteBuf answer) {
      if (answer != null) {
        asked.add(uri + " ");
        answered++;
      }
    }
  }

  /** Takes note of requests with their bodies. */
  private final class Service extends ChannelInboundHandlerAdapter {
    private String uri = "";
    private final StringBuilder body = new StringBuilder();

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
      if (msg instanceof HttpRequest request) {
        uri = request.uri();
        body.setLength(0);
      }
      if (msg instanceof HttpContent content) {
        body.append(content.content().toString(US_ASCII));
      }
      if (msg instanceof LastHttpContent) {
        asked.add(uri + " " + body);
        onRequest.run();
      }
      ReferenceCountUtil.release(msg);
    }
  }

  private void connected() {
    RepeatedRequests repeated = new RepeatedRequests(repeats, () -> idle);
    channel
        .pipeline()
        .addLast(repeated, new HttpRequestDecoder(), repeated.decoded(), new Service());
  }

  private void known() {
    connected();
    send(KNOWN, KNOWN);
    assertThat(asked).containsExactly("/known ", "/known ");
    assertThat(answered).isZero();
    asked.clear();
  }

  /** Sends what is known, whose answer is awaited from then on. */
  private void awaiting() {
    known();
    later = true;
    send(KNOWN);
    assertThat(awaited).hasSize(1);
    assertThat(asked).isEmpty();
  }

  private void settle(@Nullable ByteBuf answer) {
    awaited.remove().accept(answer);
  }

  private List<String> sent() {
    List<String> sent = new ArrayList<>();
    for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
      sent.add(next.toString(US_ASCII));
      next.release();
    }
    return sent;
  }

  private void send(String... reads) {
    for (String read : reads) {
      channel.writeInbound(Unpooled.copiedBuffer(read, US_ASCII));
    }
  }

  @AfterEach
  void releaseAll() {
    channel.finishAndReleaseAll();
  }

  @Test
  void sameBytes_areAnsweredAndNotDecoded() {
    known();
    send(KNOWN);
    assertThat(answered).isEqualTo(1);
    assertThat(sent()).containsExactly("answer");
  }

  @Test
  void answerThatIsAwaited_isSent_andTheNextIsTaken() {
    awaiting();
    assertThat(sent()).isEmpty();
    settle(ANSWER.copy());
    assertThat(sent()).containsExactly("answer");
    assertThat(asked).containsExactly("/known ");
    later = false;
    send(KNOWN);
    assertThat(sent()).containsExactly("answer");
  }

  @Test
  void whatComesMeanwhile_waits_andNoMoreIsRead() {
    awaiting();
    send("GET /b HTTP/1.1\r\n\r\n", KNOWN, KNOWN);
    assertThat(asked).isEmpty();
    assertThat(awaited).hasSize(1);
    assertThat(channel.config().isAutoRead()).isFalse();
    settle(ANSWER.copy());
    assertThat(asked).containsExactly("/known ", "/b ");
    assertThat(awaited).as("the next").hasSize(1);
    assertThat(channel.config().isAutoRead()).isFalse();
    settle(ANSWER.copy());
    settle(ANSWER.copy());
    assertThat(asked).containsExactly("/known ", "/b ", "/known ", "/known ");
    assertThat(channel.config().isAutoRead()).isTrue();
    assertThat(sent()).containsExactly("answer", "answer", "answer");
  }

  @Test
  void awaitedInVain_itIsDecoded_beforeWhatCameMeanwhile() {
    awaiting();
    send("GET /b HTTP/1.1\r\n\r\n");
    settle(null);
    assertThat(asked).containsExactly("/known ", "/b ");
    assertThat(answered).isZero();
    assertThat(sent()).isEmpty();
    later = false;
    send(KNOWN);
    assertThat(answered).as("the decoder is empty again").isEqualTo(1);
  }

  /** An event may say that the client sends no more, or that the service stops. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void events_areTold_behindTheAnswer(boolean byBytes) {
    awaiting();
    List<Object> events = eventsBehind();
    channel.pipeline().fireUserEventTriggered("event");
    assertThat(events).isEmpty();
    settle(byBytes ? ANSWER.copy() : null);
    assertThat(asked).containsExactly("/known ");
    assertThat(events).containsExactly("event");
    channel.pipeline().fireUserEventTriggered("another");
    assertThat(events).containsExactly("event", "another");
  }

  /** By TLS, one read may bring a thousand of them. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void muchThatComesMeanwhile_isTakenOneAfterTheOther(boolean byBytes) {
    awaiting();
    int many = 20_000;
    for (int i = 0; i < many; i++) {
      send(KNOWN);
    }
    later = false;
    inVain = !byBytes;
    settle(ANSWER.copy());
    assertThat(asked).hasSize(1 + many).containsOnly("/known ");
    assertThat(channel.config().isAutoRead()).isTrue();
  }

  @Test
  void whatGoesWrong_isToldBehind_whoClosesTheConnection() {
    awaiting();
    List<Throwable> caught = new ArrayList<>();
    channel
        .pipeline()
        .addLast(
            new ChannelInboundHandlerAdapter() {
              @Override
              public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
                caught.add(cause);
              }
            });
    Error error = new OutOfMemoryError("of a test");
    repeats.decoding =
        () -> {
          throw error;
        };
    settle(null);
    assertThat(caught).containsExactly(error);
  }

  /** As Vert.x does for a client that sends requests faster than they are answered. */
  @Test
  void whoeverHaltsReadingBehind_isNotOverruled() {
    awaiting();
    onRequest = () -> channel.config().setAutoRead(false);
    send("GET /b HTTP/1.1\r\n\r\n");
    settle(ANSWER.copy());
    assertThat(asked).containsExactly("/known ", "/b ");
    assertThat(channel.config().isAutoRead()).isFalse();
    channel.config().setAutoRead(true);
    onRequest = () -> {};
    later = false;
    send(KNOWN);
    assertThat(answered).isEqualTo(2);
  }

  @Test
  void clientThatHasGone_asksNothingMore() {
    awaiting();
    channel
        .pipeline()
        .addLast(
            new ChannelInboundHandlerAdapter() {
              @Override
              public void channelInactive(ChannelHandlerContext ctx) {
                settle(null);
              }
            });
    var _ = channel.close();
    assertThat(awaited).isEmpty();
    assertThat(asked).isEmpty();
  }

  @Test
  void clientThatHasGone_getsNothing_andNothingIsLeft() {
    awaiting();
    ByteBuf held = Unpooled.copiedBuffer(KNOWN, US_ASCII);
    channel.writeInbound(held);
    var _ = channel.close();
    ByteBuf answer = ANSWER.copy();
    settle(answer);
    assertThat(answer.refCnt()).isZero();
    assertThat(held.refCnt()).isZero();
    assertThat(asked).as("the one that was answered").containsExactly("/known ");
  }

  /** Who has answered sends it then. */
  @Test
  void pauseInReading_isTold_whereSomethingWasDecoded() {
    connected();
    List<String> pauses = pauses();
    channel.pipeline().fireChannelReadComplete();
    assertThat(pauses).as("of what came before").hasSize(1);
    send(KNOWN, KNOWN);
    assertThat(pauses).hasSize(3);
    send(KNOWN);
    assertThat(answered).isEqualTo(1);
    assertThat(pauses).hasSize(3);
    later = true;
    send(KNOWN);
    assertThat(pauses).hasSize(3);
    settle(null);
    assertThat(pauses).hasSize(4);
  }

  private List<String> pauses() {
    List<String> pauses = new ArrayList<>();
    channel
        .pipeline()
        .addLast(
            new ChannelInboundHandlerAdapter() {
              @Override
              public void channelReadComplete(ChannelHandlerContext ctx) {
                pauses.add("pause");
              }
            });
    return pauses;
  }

  private List<Object> eventsBehind() {
    List<Object> events = new ArrayList<>();
    channel
        .pipeline()
        .addLast(
            new ChannelInboundHandlerAdapter() {
              @Override
              public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
                events.add(event);
              }
            });
    return events;
  }

  @Test
  void otherBytes_areDecoded() {
    known();
    send(KNOWN.replace("here", "HERE"), KNOWN.replace("/known", "/other"));
    assertThat(asked).containsExactly("/known ", "/other ");
    assertThat(answered).isZero();
  }

  @Test
  void knownBytesInsideAHead_belongToIt() {
    known();
    send("GET /outer HTTP/1.1\r\nX: ", KNOWN);
    assertThat(asked).containsExactly("/outer ");
    send(KNOWN);
    assertThat(asked).containsExactly("/outer ", "/known ");
  }

  @Test
  void knownBytesAsABody_areABody() {
    known();
    send("POST /outer HTTP/1.1\r\nContent-Length: " + KNOWN.length() + "\r\n\r\n", KNOWN);
    assertThat(asked).containsExactly("/outer " + KNOWN);
  }

  @Test
  void knownBytesAsAChunk_areABody() {
    known();
    String chunk = Integer.toHexString(KNOWN.length()) + "\r\n";
    send("POST /outer HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", chunk, KNOWN);
    send("\r\n0\r\n\r\n", KNOWN);
    assertThat(asked).containsExactly("/outer " + KNOWN, "/known ");
  }

  @Test
  void knownBytesBehindARestOfOneRead_belongToIt() {
    known();
    send(KNOWN + "GET /outer HTTP/1.1\r\nX: y\r\n", KNOWN);
    assertThat(asked).first().isEqualTo("/known ");
    assertThat(answered).isZero();
  }

  @Test
  void severalRequestsInOneRead_areAllAsked_eachTime() {
    known();
    send(KNOWN + KNOWN, KNOWN + KNOWN, KNOWN + KNOWN);
    assertThat(asked).hasSize(6).containsOnly("/known ");
  }

  @Test
  void whileAnAnswerIsOwed_requestsAreDecoded_andAnsweredInTheirOrder() {
    known();
    idle = false;
    send(KNOWN);
    assertThat(answered).isZero();
    assertThat(asked).containsExactly("/known ");
  }

  @Test
  void whileAClientDoesNotRead_nothingMoreIsAnsweredForIt() {
    known();
    channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
    send(KNOWN);
    assertThat(answered).isZero();
    channel.unsafe().outboundBuffer().setUserDefinedWritability(1, true);
    send(KNOWN);
    assertThat(answered).isEqualTo(1);
  }

  @Test
  void connectionThatHasBegunBefore_isNotTakenForOneThatBegins() {
    repeats.known.put(KNOWN, "/known");
    HttpRequestDecoder decoder = new HttpRequestDecoder();
    Service service = new Service();
    channel.pipeline().addLast(decoder, service);
    send("GET /outer HTTP/1.1\r\nX: ");
    RepeatedRequests repeated = new RepeatedRequests(repeats, () -> idle);
    channel
        .pipeline()
        .addFirst(repeated)
        .addAfter(channel.pipeline().context(decoder).name(), "decoded", repeated.decoded());
    send(KNOWN);
    assertThat(asked).containsExactly("/outer ");
  }

  @Test
  void requestThatIsRefusedWhenItIsDecoded_isNotRemembered() {
    connected();
    String refused = "GET /known HTTP/1.1\r\nbad header\r\n\r\n";
    send(KNOWN, refused, refused);
    assertThat(repeats.known).doesNotContainKey(refused);
  }

  @Test
  void headOfARequestWithABody_isNoWholeRequest() {
    connected();
    String head = "GET /known HTTP/1.1\r\nContent-Length: 4\r\n\r\n";
    send(KNOWN, head, "body", KNOWN, head, "body", KNOWN);
    assertThat(asked)
        .containsExactly("/known ", "/known body", "/known ", "/known body", "/known ");
  }

  @Test
  void behindWhatCannotBeDecoded_nothingIsAnswered() {
    known();
    send("POST /outer HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", "no size\r\n\r\n", KNOWN);
    assertThat(answered).isZero();
  }

  @Test
  void longRequests_areDecoded() {
    connected();
    String lengthy = KNOWN.replace("here", "h".repeat(2_048));
    send(lengthy, lengthy, lengthy);
    assertThat(answered).isZero();
    assertThat(repeats.known).isEmpty();
  }

  /** Otherwise a connection that is answered from here all the time would be closed as idle. */
  @Test
  void answering_keepsAConnectionFromBeingIdle() throws InterruptedException {
    known();
    channel.pipeline().addLast(new IdleStateHandler(0, 0, 50, TimeUnit.MILLISECONDS));
    List<Object> events = eventsBehind();
    IdleStateHandler watch = channel.pipeline().get(IdleStateHandler.class);
    channel.freezeTime();
    channel.advanceTimeBy(40, TimeUnit.MILLISECONDS);
    send(KNOWN);
    channel.advanceTimeBy(40, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
    assertThat(watch).isNotNull();
    assertThat(events).isEmpty();
    later = true;
    send(KNOWN);
    channel.advanceTimeBy(40, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
    assertThat(events).as("nor while it waits for its answer").isEmpty();
    channel.advanceTimeBy(60, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
    assertThat(events).isNotEmpty();
  }

  /**
   * However a stream of requests is cut into reads, and however late they are answered, the service
   * is asked the same.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void anyCuts_askTheSame(long seed) {
    Random random = new Random(seed);
    List<String> requests =
        List.of(
            "GET /b HTTP/1.1\r\nHost: here\r\n\r\n",
            "\r\n" + KNOWN,
            "POST /d HTTP/1.1\r\nContent-Length: " + KNOWN.length() + "\r\n\r\n" + KNOWN,
            "POST /e HTTP/1.1\r\nContent-Length: 4\r\n\r\n\r\n\r\n",
            "POST /f HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n\r\n\r\n\r\n0\r\n\r\n");
    StringBuilder stream = new StringBuilder();
    List<String> reads = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      String request = random.nextBoolean() ? KNOWN : requests.get(random.nextInt(requests.size()));
      stream.append(request);
      if (random.nextInt(4) > 0) {
        reads.add(stream.toString());
        stream.setLength(0);
      } else if (random.nextBoolean()) {
        int cut = random.nextInt(stream.length() + 1);
        reads.add(stream.substring(0, cut));
        stream.delete(0, cut);
      }
    }
    reads.add(stream.toString());
    connected();
    for (String read : reads) {
      later = random.nextBoolean();
      send(read);
      while (random.nextBoolean() && !awaited.isEmpty()) {
        settle(random.nextInt(4) > 0 ? ANSWER.copy() : null);
      }
    }
    while (!awaited.isEmpty()) {
      settle(ANSWER.copy());
    }

    List<String> mixed = List.copyOf(asked);
    asked.clear();
    EmbeddedChannel plain = new EmbeddedChannel(new HttpRequestDecoder(), new Service());
    plain.writeInbound(Unpooled.copiedBuffer(String.join("", reads), US_ASCII));
    plain.finishAndReleaseAll();
    assertThat(mixed).isEqualTo(asked);
    assertThat(answered).isGreaterThan(100);
  }
}
