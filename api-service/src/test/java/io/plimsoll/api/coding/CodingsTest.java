package io.plimsoll.api.coding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Each body is compressed once, wherever it comes from and whoever asks. */
final class CodingsTest {
  private static final byte[] BODY =
      "{\"some\":\"text\"},".repeat(200).getBytes(StandardCharsets.UTF_8);
  private static final byte[] SMALL = "{\"id\":1}".getBytes(StandardCharsets.UTF_8);
  private static final List<Coding> OFFERED = List.of(Coding.ZSTD, Coding.BR, Coding.GZIP);

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final List<Runnable> waiting = new ArrayList<>();
  private final Codings codings = codings(1_000_000);

  /** Compression runs when {@link #work} says so. */
  private Codings codings(long maxBytes) {
    return new Codings(
        new Codings.Settings(OFFERED, 1_024, maxBytes, true), waiting::add, registry);
  }

  private void work() {
    List<Runnable> now = List.copyOf(waiting);
    waiting.clear();
    now.forEach(Runnable::run);
  }

  private static MultiMap accepting(String... lines) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    for (String line : lines) {
      headers.add("accept-encoding", line);
    }
    return headers;
  }

  private Codings.Coded sent(String accepted, String etag, byte[] body) {
    CompletableFuture<Codings.Coded> coded = codings.choose(accepting(accepted), etag, body);
    work();
    return coded.join();
  }

  private double compressions(Coding coding) {
    return registry
        .get("plimsoll.http.compressions")
        .tag("coding", coding.token())
        .counter()
        .count();
  }

  @Test
  void eachCoding_decodesToTheBody_hasAnEtagOfItsOwn_andIsMadeOnce() {
    for (Coding coding : OFFERED) {
      for (int i = 0; i < 3; i++) {
        Codings.Coded coded = sent(coding.token(), "tag", BODY);
        assertThat(coded.coding()).isEqualTo(coding);
        assertThat(coded.etag()).isEqualTo("\"tag-" + coding.token() + "\"");
        assertThat(Decoding.decoded(coding, coded.body())).isEqualTo(BODY);
      }
      assertThat(compressions(coding)).isEqualTo(1);
    }
  }

  @Test
  void manyAtOnce_waitForOneCompression() {
    List<CompletableFuture<Codings.Coded>> all = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      all.add(codings.choose(accepting("br"), "tag", BODY));
    }
    assertThat(all).noneMatch(CompletableFuture::isDone);
    work();
    assertThat(all).allMatch(CompletableFuture::isDone);
    assertThat(compressions(Coding.BR)).isEqualTo(1);
  }

  @Test
  void otherBody_isCompressedAnew() {
    sent("gzip", "one", BODY);
    sent("gzip", "two", BODY);
    assertThat(compressions(Coding.GZIP)).isEqualTo(2);
  }

  @Test
  void withoutHeader_andIdentity_areAtOnceTheBodyItself() {
    for (MultiMap headers : List.of(accepting(), accepting("identity"), accepting("deflate"))) {
      Codings.Coded coded = codings.choose(headers, "tag", BODY).join();
      assertThat(coded.coding()).isEqualTo(Coding.IDENTITY);
      assertThat(coded.body()).isSameAs(BODY);
      assertThat(coded.etag()).isEqualTo("\"tag\"");
    }
  }

  @Test
  void severalLines_areOneList() {
    CompletableFuture<Codings.Coded> coded =
        codings.choose(accepting("gzip;q=0.1", "br"), "tag", BODY);
    work();
    assertThat(coded.join().coding()).isEqualTo(Coding.BR);
  }

  @Test
  void smallBody_staysAsItIs_unlessIdentityIsRefused() {
    assertThat(sent("gzip", "small", SMALL).coding()).isEqualTo(Coding.IDENTITY);
    assertThat(compressions(Coding.GZIP)).isZero();
    Codings.Coded forced = sent("gzip, identity;q=0", "small", SMALL);
    assertThat(forced.coding()).isEqualTo(Coding.GZIP);
    assertThat(Decoding.decoded(Coding.GZIP, forced.body())).isEqualTo(SMALL);
  }

  @Test
  void bodyThatDoesNotShrink_isSentAsItIs() {
    byte[] noise = new byte[4_000];
    new Random(1).nextBytes(noise);
    assertThat(sent("gzip", "noise", noise).body()).isSameAs(noise);
    assertThat(sent("gzip, *;q=0", "noise", noise).coding()).isEqualTo(Coding.GZIP);
    assertThat(codings.stored("noise", noise)).isSameAs(noise);
  }

  @Test
  void stored_isTheZstdThatClientsGet_madeOnce() {
    byte[] stored = codings.stored("tag", BODY);
    assertThat(Decoding.decoded(Coding.ZSTD, stored)).isEqualTo(BODY);
    assertThat(sent("zstd", "tag", BODY).body()).isSameAs(stored);
    assertThat(compressions(Coding.ZSTD)).isEqualTo(1);
    assertThat(codings.stored("small", SMALL)).isSameAs(SMALL);
  }

  @Test
  void restored_isTheBody_andItsZstdIsSentUntouched() {
    byte[] stored = codings.stored("tag", BODY);
    Codings elsewhere = codings(1_000_000);
    assertThat(elsewhere.restored("tag", stored)).isEqualTo(BODY);
    assertThat(elsewhere.choose(accepting("zstd"), "tag", BODY).join().body()).isSameAs(stored);
    assertThat(compressions(Coding.ZSTD)).isEqualTo(1);
    assertThat(elsewhere.restored("small", SMALL)).isSameAs(SMALL);
  }

  @Test
  void whereNothingIsToBeStoredCompressed_whatOthersHaveStoredIsReadAllTheSame() {
    Codings plain =
        new Codings(new Codings.Settings(OFFERED, 1_024, 1_000_000, false), waiting::add, registry);
    assertThat(plain.stored("tag", BODY)).isSameAs(BODY);
    assertThat(plain.restored("tag", codings.stored("tag", BODY))).isEqualTo(BODY);
  }

  @Test
  void damagedFrame_isRefused() {
    byte[] stored = codings.stored("tag", BODY).clone();
    stored[stored.length / 2] ^= 0x55;
    byte[] cut = java.util.Arrays.copyOf(stored, 20);
    for (byte[] damaged : List.of(stored, cut)) {
      assertThatThrownBy(() -> codings.restored("tag", damaged))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void whatIsKept_isBounded() {
    Codings few = codings(2_000);
    byte[] noise = new byte[1_500];
    for (int i = 0; i < 20; i++) {
      new Random(i).nextBytes(noise);
      var _ = few.choose(accepting("gzip"), "tag" + i, noise.clone());
      work();
      assertThat(few.bytes()).isLessThanOrEqualTo(2_000);
    }
    assertThat(few.bytes()).isGreaterThan(1_500);
  }
}
