package io.plimsoll.system;

import static io.plimsoll.system.CodedClient.decoded;
import static io.plimsoll.system.CodedClient.header;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.local.stack.Service;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Where the process keeps no answers, each hit comes from Redis. */
final class CodingInRedisIT {
  private static Articles articles;
  private static CodedClient client;

  @BeforeAll
  static void start() {
    articles =
        Articles.start(
            Articles.builder(Service.API, Service.CDC)
                .environment(Service.API, "PLIMSOLL_CACHE_MEMORY", "0")
                .environment(Service.API, "PLIMSOLL_REDIS_TIMEOUT", "5s"));
    articles.untilHit("/articles/1");
    client = new CodedClient(articles);
  }

  @AfterAll
  static void stop() {
    client.close();
    articles.close();
  }

  @Test
  void redisHolds_whatClientsOfZstdGet_andNobodyCompressesItAgain() {
    String path = "/articles?limit=47";
    articles.untilHit(path);
    byte[] plain = client.ask(path, "identity").body();
    double stored = client.compressions("zstd");
    for (String coding : List.of("zstd", "br", "gzip", "zstd", "br", "gzip")) {
      HttpResponse<byte[]> hit = client.ask(path, coding);
      assertThat(CodedClient.from(hit)).isEqualTo("redis");
      assertThat(header(hit, "Content-Encoding")).isEqualTo(coding);
      assertThat(decoded(hit)).isEqualTo(plain);
    }
    assertThat(client.compressions("zstd")).isEqualTo(stored).isPositive();
    assertThat(client.compressions("br")).isEqualTo(1);
    assertThat(client.compressions("gzip")).isEqualTo(1);
  }
}
