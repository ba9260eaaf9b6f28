package io.plimsoll.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.plimsoll.local.stack.Layout;
import io.plimsoll.local.stack.Service;
import io.plimsoll.system.EventStream.Event;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An answer is sent again when it changes, by the stream alone: the bound is far away. */
final class LiveIT {
  private static final Duration SOON = Duration.ofSeconds(40);

  @TempDir static Path folder;
  private static Articles articles;

  @BeforeAll
  static void start() throws IOException {
    String catalog =
        Files.readString(Layout.find().example("articles").resolve("catalog.yaml"))
            .replaceAll("max-staleness: \\ds", "max-staleness: 30m");
    Path file = Files.writeString(folder.resolve("catalog.yaml"), catalog);
    articles =
        Articles.start(
            Articles.builder()
                .catalog(file)
                .environment(Service.API, "PLIMSOLL_LIVE_STREAMS", "3")
                .environment(Service.API, "PLIMSOLL_LIVE_HEARTBEAT", "300ms"));
    articles.untilHit("/articles/1");
  }

  @AfterAll
  static void stop() {
    articles.close();
  }

  @AfterEach
  void nobodyIsLeft() {
    for (String gauge :
        new String[] {"plimsoll_live_streams", "plimsoll_live_requests", "plimsoll_live_tags"}) {
      await(gauge).atMost(SOON).until(() -> articles.metric(Service.API, gauge).endsWith(" 0.0"));
    }
  }

  private static EventStream open(String path, String... headers) {
    return new EventStream(articles.stack().endpoints().api(), path, headers);
  }

  private static void title(long id, String title) {
    articles.sql("update articles set title = '" + title + "' where id = " + id);
  }

  @Test
  void changeByAnyone_isAnEventForAll_withTheEtagOfTheAnswer() {
    try (EventStream one = open("/articles/50");
        EventStream two = open("/articles/50")) {
      assertThat(one.status()).isEqualTo(200);
      assertThat(one.header("Content-Type")).isEqualTo("text/event-stream");
      assertThat(one.header("Cache-Control")).isEqualTo("no-store");
      Event first = one.next();
      assertThat(first).isEqualTo(two.next());
      assertThat(first.name()).isEqualTo("message");
      title(50, "live one");
      Event event = one.next();
      assertThat(event.data()).contains("live one");
      assertThat(two.next()).isEqualTo(event);
      Response now = articles.get("/articles/50");
      assertThat(now.body()).isEqualTo(event.data());
      assertThat(now.header("ETag")).isEqualTo('"' + event.id() + '"');
      title(50, "live two");
      assertThat(one.next().data()).contains("live two");
      assertThat(two.next().data()).contains("live two");
    }
  }

  @Test
  void manyChanges_endWithTheLast_andNeverGoBack() {
    try (EventStream events = open("/articles/51")) {
      events.next();
      for (int i = 100; i < 200; i++) {
        title(51, "version " + i);
      }
      int last = 0;
      while (last < 199) {
        String data = events.next().data();
        int version = Integer.parseInt(data.replaceAll(".*version (\\d+).*", "$1"));
        assertThat(version).isGreaterThan(last);
        last = version;
      }
    }
  }

  @Test
  void tagsThatFollowFromTheAnswer_areFollowed() {
    String tag = articles.sqlValue("select min(tag) from article_tags");
    try (EventStream events = open("/tags/" + tag + "/articles?limit=1")) {
      Event first = events.next();
      String id = first.data().replaceAll("^\\[\\{\"id\":(\\d+).*", "$1");
      title(Long.parseLong(id), "in the list");
      assertThat(events.next().data()).contains("in the list");
    }
  }

  @Test
  void writeThroughTheApi_isAnEvent() {
    try (EventStream events = open("/articles/52")) {
      events.next();
      articles.sendJson("PATCH", "/articles/52", "{\"title\":\"by the api\"}");
      assertThat(events.until("by the api").name()).isEqualTo("message");
    }
  }

  @Test
  void lastEventId_resumesWithoutARepeat() {
    Event last;
    try (EventStream events = open("/articles/53")) {
      last = events.next();
    }
    try (EventStream again = open("/articles/53", "Last-Event-ID", last.id())) {
      title(53, "while it was there");
      assertThat(again.next().data()).contains("while it was there");
    }
    try (EventStream behind = open("/articles/53", "Last-Event-ID", last.id())) {
      assertThat(behind.next().data()).contains("while it was there");
    }
    try (EventStream forged = open("/articles/53", "Last-Event-ID", "'; nonsense")) {
      assertThat(forged.next().data()).contains("while it was there");
    }
  }

  @Test
  void rowThatComesAndGoes_isToldToo() {
    try (EventStream events = open("/articles/888888")) {
      assertThat(events.next().name()).isEqualTo("not-found");
      articles.sql(
          "insert into articles (id, author_id, category, title) overriding system value"
              + " select 888888, 1, slug, 'born' from categories limit 1");
      assertThat(events.next().data()).contains("born");
      articles.sql("delete from articles where id = 888888");
      assertThat(events.next().name()).isEqualTo("not-found");
    }
  }

  @Test
  void oneMoreThanMayBe_is503_untilOneGoes() {
    try (EventStream one = open("/articles/54");
        EventStream two = open("/articles/55");
        EventStream three = open("/articles/54")) {
      assertThat(one.next().name() + two.next().name() + three.next().name())
          .isEqualTo("messagemessagemessage");
      Response refused = articles.get("/articles/54", "Accept", "text/event-stream");
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.body()).contains("live-streams-exhausted");
      assertThat(refused.header("Retry-After")).isEqualTo("1");
      assertThat(articles.get("/articles/54").status()).isEqualTo(200);
    }
  }

  @Test
  void badRequest_isAProblem_noStream() {
    Response bad = articles.get("/articles/x", "Accept", "text/event-stream");
    assertThat(bad.status()).isEqualTo(400);
    Response token =
        articles.get("/articles/1", "Accept", "text/event-stream", "Plimsoll-After", "x");
    assertThat(token.status()).isEqualTo(400);
  }

  @Test
  void silence_hasHeartbeats() {
    try (EventStream events = open("/articles/56")) {
      events.next();
      assertThat(events.any().name()).isEqualTo("comment");
      assertThat(events.any().name()).isEqualTo("comment");
    }
  }

  /** It holds its connection open and reads nothing. */
  @Test
  void clientThatDoesNotRead_isDropped() throws IOException {
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), articles.stack().endpoints().port())) {
      socket.setReceiveBufferSize(4_096);
      String request = "GET /articles/57 HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      await("the stream")
          .atMost(SOON)
          .until(() -> articles.metric(Service.API, "plimsoll_live_streams").endsWith(" 1.0"));
      await("it is dropped")
          .atMost(SOON)
          .until(() -> {
            articles.sql(
                "update articles set body = repeat(md5(random()::text), 30000) where id = 57");
            return articles.metric(Service.API, "plimsoll_live_streams").endsWith(" 0.0");
          });
    }
  }

  @Test
  void stop_endsAStream_withAHintToComeAgain() {
    try (EventStream events = open("/articles/58")) {
      assertThat(events.next().name()).isEqualTo("message");
      articles.stack().service(Service.API).stop();
      Event last = events.any();
      while (last.name().equals("comment")) {
        last = events.any();
      }
      assertThat(last.name()).isEqualTo("retry");
      assertThat(last.data()).isEqualTo("2000");
      assertThat(events.any().name()).isEqualTo("end");
    }
    articles.stack().service(Service.API).start();
    articles.untilHit("/articles/1");
  }
}
