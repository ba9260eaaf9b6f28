package io.plimsoll.api.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The committed inputs, those that once found something among them, without a fuzzer. */
final class FuzzSeedsTest {
  @ParameterizedTest
  @EnumSource
  void seeds_findNothing(Target target) throws IOException {
    List<Path> seeds = target.seedFiles();
    assertThat(seeds).isNotEmpty();
    for (Path seed : seeds) {
      byte[] input = Files.readAllBytes(seed);
      assertThatCode(() -> target.once(input)).as(seed.toString()).doesNotThrowAnyException();
    }
  }
}
