package io.plimsoll.api.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plimsoll.core.config.ConfigException;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are not fit are told at once, by the name of the key that leads to them. */
final class KeyPairFilesTest {
  private static final Path FOLDER = Path.of("src/test/resources/io/plimsoll/api/tls");

  private static Vertx vertx;
  @TempDir private Path temporary;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() {
    vertx.close().await();
  }

  private static KeyPairFiles files(String certificate, String key) {
    return new KeyPairFiles(FOLDER.resolve(certificate), FOLDER.resolve(key));
  }

  private static void isRefused(KeyPairFiles files, String name, String... told) {
    assertThatThrownBy(() -> files.load(vertx))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(name + ": ")
        .hasMessageContainingAll(told);
  }

  @Test
  void pairOfEcOrRsa_isRead_andEqualWhereItIsTheSame() {
    KeyPairFiles.Loaded own = files("own.pem", "own.key").load(vertx);
    assertThat(own.sameAs(files("own.pem", "own.key").load(vertx))).isTrue();
    assertThat(own.sameAs(files("rsa.pem", "rsa.key").load(vertx))).isFalse();
  }

  @Test
  void keyOfAnother_isRefused() {
    isRefused(
        files("own.pem", "other.key"), "tls.key", "other.key", "is not the key of", "own.pem");
    isRefused(files("own.pem", "rsa.key"), "tls.key", "rsa.key");
  }

  @Test
  void expiredCertificate_isRefused() {
    isRefused(
        files("expired.pem", "expired.key"), "tls.certificate", "expired.pem", "is not valid");
  }

  @Test
  void missingFile_isNamed() {
    isRefused(files("none.pem", "own.key"), "tls.certificate", "none.pem does not exist");
    isRefused(files("own.pem", "none.key"), "tls.key", "none.key does not exist");
  }

  @Test
  void fileWithoutPem_isNamed_andNotShown() throws Exception {
    Path nonsense = Files.writeString(temporary.resolve("nonsense"), "something private");
    Path broken =
        Files.writeString(
            temporary.resolve("broken"),
            "-----BEGIN PRIVATE KEY-----\nc29tZXRoaW5nIHByaXZhdGU=\n-----END PRIVATE KEY-----\n");
    Path empty = Files.writeString(temporary.resolve("empty"), "");
    for (Path bad : new Path[] {nonsense, broken, empty}) {
      assertThatThrownBy(() -> new KeyPairFiles(FOLDER.resolve("own.pem"), bad).load(vertx))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining(bad.toString())
          .hasMessageNotContaining("something private");
      assertThatThrownBy(() -> new KeyPairFiles(bad, FOLDER.resolve("own.key")).load(vertx))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining(bad.toString());
    }
  }
}
