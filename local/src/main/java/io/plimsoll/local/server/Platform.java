package io.plimsoll.local.server;

import java.util.Locale;

/** Operating system and processor, as the packagers of the embedded binaries name them. */
record Platform(String system, String processor) {
  static Platform current() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    boolean arm = arch.equals("aarch64") || arch.equals("arm64");
    boolean intel = arch.equals("amd64") || arch.equals("x86_64");
    if (!(os.contains("linux") || os.contains("mac")) || !(arm || intel)) {
      throw new ServerException(
          "there are no embedded servers for %s on %s (only Linux and macOS on x86-64 and arm64): give --postgres and --redis"
              .formatted(os, arch));
    }
    return new Platform(os.contains("linux") ? "linux" : "darwin", arm ? "arm64" : "amd64");
  }

  String postgresArchive() {
    String name = processor.equals("amd64") ? "x86_64" : "arm_64";
    return "postgres-%s-%s.txz".formatted(system, name);
  }

  String redisProgram() {
    String version = system.equals("linux") && processor.equals("arm64") ? "6.2.7" : "6.2.6-v5";
    return "redis-server-%s-%s-%s".formatted(version, system, processor);
  }
}
