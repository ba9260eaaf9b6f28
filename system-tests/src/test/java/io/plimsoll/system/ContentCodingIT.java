package io.plimsoll.system;

import static io.plimsoll.system.CodedClient.decoded;
import static io.plimsoll.system.CodedClient.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.plimsoll.local.stack.Service;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An answer in each coding, from Postgres and from the process. */
final class ContentCodingIT {
  private static final List<String> CODINGS = List.of("zstd", "br", "gzip");

  private static Articles articles;
  private static CodedClient client;

  @BeforeAll
  static void start() {
    articles = Articles.start(Articles.builder(Service.API, Service.CDC));
    articles.untilHit("/articles/1");
    client = new CodedClient(articles);
  }

  @AfterAll
  static void stop() {
    client.close();
    articles.close();
  }

  @Test
  void eachCoding_fromEachTier_isTheSameAnswer_compressedOnce() {
    String path = "/articles?limit=53";
    List<Double> before = CODINGS.stream().map(client::compressions).toList();
    HttpResponse<byte[]> miss = client.ask(path, "br");
    assertThat(header(miss, "Cache-Status")).startsWith("plimsoll; fwd=miss");
    byte[] plain = client.ask(path, "identity").body();
    assertThat(decoded(miss)).isEqualTo(plain);
    for (int i = 0; i < 3; i++) {
      for (String coding : CODINGS) {
        HttpResponse<byte[]> hit = client.ask(path, coding);
        assertThat(header(hit, "Content-Encoding")).isEqualTo(coding);
        assertThat(hit.body()).hasSizeLessThan(plain.length / 2);
        assertThat(decoded(hit)).isEqualTo(plain);
        assertThat(header(hit, "ETag"))
            .isEqualTo(
                header(client.ask(path, "identity"), "ETag")
                    .replaceFirst("\"$", "-" + coding + "\""));
      }
    }
    for (int i = 0; i < CODINGS.size(); i++) {
      assertThat(client.compressions(CODINGS.get(i)))
          .as(CODINGS.get(i))
          .isEqualTo(before.get(i) + 1);
    }
  }

  @Test
  void etag_isOfOneCoding_andNoOther() {
    String path = "/articles?limit=31";
    articles.untilHit(path);
    for (String coding : List.of("zstd", "br", "gzip", "identity")) {
      String etag = header(client.ask(path, coding), "ETag");
      HttpResponse<byte[]> unchanged =
          client.ask("GET", path, "Accept-Encoding", coding, "If-None-Match", etag);
      assertThat(unchanged.statusCode()).as(coding).isEqualTo(304);
      assertThat(header(unchanged, "ETag")).isEqualTo(etag);
      assertThat(header(unchanged, "Content-Encoding")).isEmpty();
      String other = coding.equals("gzip") ? "br" : "gzip";
      HttpResponse<byte[]> changed =
          client.ask("GET", path, "Accept-Encoding", other, "If-None-Match", etag);
      assertThat(changed.statusCode()).as(coding + " shown for " + other).isEqualTo(200);
      assertThat(header(changed, "Content-Encoding")).isEqualTo(other);
    }
  }

  @Test
  void head_hasTheHeadersOfGet() {
    HttpResponse<byte[]> get = client.ask("/articles?limit=29", "gzip");
    HttpResponse<byte[]> head = client.ask("HEAD", "/articles?limit=29", "Accept-Encoding", "gzip");
    assertThat(head.body()).isEmpty();
    for (String name : List.of("ETag", "Content-Encoding", "Content-Length", "Vary")) {
      assertThat(header(head, name)).as(name).isEqualTo(header(get, name)).isNotEmpty();
    }
  }

  @Test
  void smallBody_andOneNobodyCanHave_areSentAsTheyAre() {
    assertThat(header(client.ask("/counts/status", "gzip, br"), "Content-Encoding")).isEmpty();
    HttpResponse<byte[]> impossible = client.ask("/articles?limit=23", "identity;q=0, *;q=0");
    assertThat(impossible.statusCode()).isEqualTo(200);
    assertThat(header(impossible, "Content-Encoding")).isEmpty();
    HttpResponse<byte[]> forced = client.ask("/counts/status", "gzip, identity;q=0");
    assertThat(header(forced, "Content-Encoding")).isEqualTo("gzip");
    assertThat(new String(decoded(forced), StandardCharsets.UTF_8)).startsWith("[");
  }

  @Test
  void document_isCodedToo() {
    HttpResponse<byte[]> coded = client.ask("/openapi.json", "br");
    assertThat(header(coded, "Content-Encoding")).isEqualTo("br");
    assertThat(header(coded, "Vary")).containsIgnoringCase("Accept-Encoding");
    assertThat(decoded(coded)).isEqualTo(client.ask("/openapi.json", "identity").body());
  }

  @Test
  void changedAnswer_hasOtherEtags_inEachCoding() {
    String path = "/articles/61";
    String before = header(client.ask(path, "gzip, identity;q=0"), "ETag");
    articles.sql("update articles set title = 'Coded anew' where id = 61");
    await("the new answer")
        .until(() -> !header(client.ask(path, "gzip, identity;q=0"), "ETag").equals(before));
    assertThat(new String(decoded(client.ask(path, "gzip, identity;q=0")), StandardCharsets.UTF_8))
        .contains("Coded anew");
  }
}
