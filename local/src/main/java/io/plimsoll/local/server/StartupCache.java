package io.plimsoll.local.server;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A JVM's cache of loaded and linked classes and profiles (JEP 483, 514, 515), which takes some 45
 * % off the CPU time of a start. Beside it stands what the class path was made of: JDK 25 was seen
 * to use a cache although jars had been replaced, and then runs classes of two builds.
 *
 * @param file the cache
 * @param classPath jars, and folders of jars that end with {@code /*}
 */
record StartupCache(Path file, String classPath) {
  private static final String ALL = "*";

  /** Flags to use the cache; none when it is not there or of other jars. */
  List<String> use() {
    try {
      return Files.exists(file)
              && Files.exists(made())
              && Files.readString(made()).equals(fingerprint())
          ? List.of("-XX:AOTCache=" + file, "-Xlog:aot=off", "-Xlog:cds=off")
          : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + made(), e);
    }
  }

  /** Flags to make the cache when the process ends. */
  List<String> train() {
    try {
      Files.deleteIfExists(file);
      Files.writeString(made(), fingerprint());
      return List.of("-XX:AOTCacheOutput=" + file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + made(), e);
    }
  }

  private Path made() {
    return Path.of(file + ".made-of");
  }

  /** Name, size and time of each jar. */
  private String fingerprint() throws IOException {
    List<String> jars = new ArrayList<>();
    for (String element : classPath.split(File.pathSeparator, -1)) {
      Path path = Path.of(element);
      if (element.endsWith(ALL)) {
        try (Stream<Path> files = Files.list(path.resolveSibling("."))) {
          for (Path jar : files.filter(f -> f.toString().endsWith(".jar")).toList()) {
            jars.add(line(jar));
          }
        }
      } else {
        jars.add(line(path));
      }
    }
    jars.sort(null);
    return String.join("\n", jars);
  }

  private static String line(Path jar) throws IOException {
    return "%s %d %s".formatted(jar.getFileName(), Files.size(jar), Files.getLastModifiedTime(jar));
  }
}
