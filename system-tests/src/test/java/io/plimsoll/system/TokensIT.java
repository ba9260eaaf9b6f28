package io.plimsoll.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Mark;
import io.plimsoll.core.freshness.Token;
import io.plimsoll.core.freshness.TokenCodec;
import io.plimsoll.core.freshness.Xid;
import io.plimsoll.local.stack.Service;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whoever shows the token of a write reads nothing from before it; a bad token is refused. */
final class TokensIT {
  private static final String AFTER = "Plimsoll-After";
  private static final int WRITES = 100;

  private static Articles articles;

  @BeforeAll
  static void start() {
    articles = Articles.start(Articles.builder());
    articles.untilHit("/articles/1");
  }

  @AfterAll
  static void stop() {
    articles.close();
  }

  private static String write(long row, String title) {
    Response written =
        articles.sendJson("PATCH", "/articles/" + row, "{\"title\":\"" + title + "\"}");
    assertThat(written.status()).as(written.body()).isEqualTo(200);
    return written.header("Plimsoll-Token");
  }

  @Test
  void readAfterWrite_isNeverFromBefore_howeverOftenAndFast() {
    articles.untilHit("/articles/100");
    for (int i = 0; i < WRITES; i++) {
      String token = write(100, "version " + i);
      Response read = articles.get("/articles/100", AFTER, token);
      assertThat(read.body()).as(read.toString()).contains("version " + i);
      assertThat(articles.get("/articles/100", AFTER, token).body()).contains("version " + i);
    }
    assertThat(articles.untilHit("/articles/100").body()).contains("version " + (WRITES - 1));
  }

  /** What a foreign key takes along is not seen to be written: only the stream tells. */
  @Test
  void hitThatTheStreamHasNotReached_isNoHitForTheToken() {
    articles.sql("insert into article_views values (101, 7) on conflict do nothing");
    articles.until("/articles/101/views", r -> r.hit() && r.status() == 200);
    articles.stack().service(Service.CDC).pause();
    try {
      Response deleted = articles.send("DELETE", "/articles/101", "");
      assertThat(deleted.status()).as(deleted.toString()).isEqualTo(200);
      String token = deleted.header("Plimsoll-Token");
      Response without = articles.get("/articles/101/views");
      assertThat(without.hit()).as("within the bound the old one may be served").isTrue();
      assertThat(without.status()).isEqualTo(200);
      Response with = articles.get("/articles/101/views", AFTER, token);
      assertThat(with.status()).isEqualTo(404);
      assertThat(with.header("Cache-Status")).contains("detail=token");
      Response again = articles.get("/articles/101/views", AFTER, token);
      assertThat(again.hit()).as("stored, and its read saw the write").isTrue();
      assertThat(again.status()).isEqualTo(404);
    } finally {
      articles.stack().service(Service.CDC).resume();
    }
  }

  @Test
  void tokenOnceReached_costsNothing() {
    String token = write(102, "reached");
    articles.untilHit("/articles/102");
    Response read = articles.until("/articles/102", r -> r.hit() && r.body().contains("reached"));
    assertThat(read.hit()).isTrue();
    assertThat(articles.get("/articles/102", AFTER, token).hit()).isTrue();
  }

  @Test
  void forgedToken_is400_andSaysWhy() {
    String token = write(103, "real");
    String forged =
        token.substring(0, 4) + (token.charAt(4) == 'A' ? 'B' : 'A') + token.substring(5);
    for (String bad : new String[] {forged, "nonsense", "", token + "A"}) {
      Response refused = articles.get("/articles/103", AFTER, bad);
      assertThat(refused.status()).as("token \"%s\"", bad).isEqualTo(400);
      assertThat(refused.body()).contains("/problems/token-invalid");
    }
    assertThat(articles.get("/articles/103", AFTER, token, AFTER, token).status())
        .as("two are not one")
        .isEqualTo(400);
  }

  @Test
  void tokenOfAnotherHistory_is400_neverAnAnswer() {
    articles.untilHit("/articles/104");
    TokenCodec codec = new TokenCodec(articles.stack().credentials().tagsKey());
    Token old = new Token(new Mark(new Xid(7), new Lsn(7)), new Incarnation("of-a-lost-history"));
    Response refused = articles.get("/articles/104", AFTER, codec.encode(old));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.body()).contains("/problems/token-incarnation");
    assertThat(articles.get("/articles/104").status()).isEqualTo(200);
  }

  @Test
  void tokenFromTheFuture_is503_neverAnAnswerFromBeforeIt() {
    articles.untilHit("/articles/105");
    String incarnation = articles.sqlValue("select token from plimsoll.incarnation");
    TokenCodec codec = new TokenCodec(articles.stack().credentials().tagsKey());
    Token future = new Token(new Mark(Xid.MAX, Lsn.MAX), new Incarnation(incarnation));
    Response refused = articles.get("/articles/105", AFTER, codec.encode(future));
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.body()).contains("/problems/token-ahead");
  }

  @Test
  void writeThatFindsNothing_hasATokenToo() {
    Response none = articles.sendJson("PATCH", "/articles/99999999", "{\"title\":\"nobody\"}");
    assertThat(none.status()).isEqualTo(404);
    assertThat(none.header("Plimsoll-Token")).isNotEmpty();
  }
}
