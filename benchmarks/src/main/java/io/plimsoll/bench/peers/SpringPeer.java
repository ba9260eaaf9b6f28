package io.plimsoll.bench.peers;

import io.plimsoll.bench.BenchTarget;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The Spring Boot application in {@code benchmarks/http/spring}, on the stack's own servers. */
final class SpringPeer {
  private SpringPeer() {}

  /**
   * Starts it.
   *
   * @param flags of its JVM: the API's
   */
  static PeerProcess start(
      Path jar, BenchTarget target, List<String> flags, Path folder, String path) {
    int port = PeerProcess.freePort();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-jar", jar.toString()));
    return PeerProcess.start(
        "the Spring peer",
        command,
        Map.of(
            "SERVER_PORT", Integer.toString(port),
            "SERVER_ADDRESS", "127.0.0.1",
            "SPRING_DATASOURCE_URL", target.jdbcUrl(),
            "SPRING_DATASOURCE_USERNAME", target.jdbcUser(),
            "SPRING_DATASOURCE_PASSWORD", target.jdbcPassword(),
            "SPRING_DATA_REDIS_URL", target.redisUrl()),
        folder.resolve("spring.log"),
        port,
        path);
  }
}
