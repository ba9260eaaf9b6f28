package io.plimsoll.local.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StartupCacheTest {
  @TempDir private Path folder = Path.of(".");
  private Path jar = Path.of(".");
  private StartupCache cache = new StartupCache(Path.of("."), "");

  @BeforeEach
  void train() throws IOException {
    jar = Files.writeString(folder.resolve("a.jar"), "one");
    cache = new StartupCache(folder.resolve("x.aot"), folder + "/*");
    assertThat(cache.train()).containsExactly("-XX:AOTCacheOutput=" + folder.resolve("x.aot"));
    Files.writeString(folder.resolve("x.aot"), "the cache");
  }

  @Test
  void sameJars_useIt() {
    assertThat(cache.use()).contains("-XX:AOTCache=" + folder.resolve("x.aot"));
  }

  @Test
  void replacedJar_doesNotUseIt() throws IOException {
    Files.writeString(jar, "another");
    assertThat(cache.use()).isEmpty();
  }

  @Test
  void oneMoreJar_doesNotUseIt() throws IOException {
    Files.writeString(folder.resolve("b.jar"), "two");
    assertThat(cache.use()).isEmpty();
  }

  @Test
  void noCache_isNoError() throws IOException {
    Files.delete(folder.resolve("x.aot"));
    assertThat(cache.use()).isEmpty();
  }
}
