package io.plimsoll.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.bench.load.Answer;
import io.plimsoll.bench.load.HttpProbe;
import io.plimsoll.bench.load.Served;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The yardstick as a child process. */
class MemoryProcessIT {
  @Test
  void memoryServer_answersAsTheApiDid_andEndsWhenClosed() {
    Map<String, String> headers =
        Map.of("Cache-Status", "plimsoll; hit; ttl=1", "content-length", "8", "ETag", "\"x\"");
    Answer api = new Answer(200, Served.HIT, headers, "{\"é\":1}".getBytes(UTF_8));
    long pid;
    try (MemoryProcess memory = MemoryProcess.start(api, List.of("-Xmx64m"));
        HttpProbe probe = new HttpProbe(memory.uri())) {
      pid = memory.pid();
      Answer answer = probe.get("/articles/1");

      assertThat(answer.body()).isEqualTo(api.body());
      assertThat(answer.served()).isEqualTo(Served.HIT);
      assertThat(answer.headers()).hasSize(3).containsEntry("ETag", "\"x\"");
      assertThat(new ProcessCpu("memory", pid).total()).isPositive();
    }
    assertThat(ProcessHandle.of(pid).map(ProcessHandle::isAlive)).isNotEqualTo(Optional.of(true));
  }
}
