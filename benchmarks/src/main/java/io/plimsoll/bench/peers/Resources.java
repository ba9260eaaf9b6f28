package io.plimsoll.bench.peers;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.plimsoll.bench.BenchException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Files of this package's resources, put into a folder with their places filled in. */
record Resources(Path folder) {

  /**
   * Writes one or several, one behind the other.
   *
   * @param values for places such as {@code @port@}
   */
  Path write(String file, Map<String, String> values, String... names) {
    StringBuilder text = new StringBuilder();
    for (String name : names) {
      text.append(read(name));
    }
    String filled = text.toString();
    for (Map.Entry<String, String> value : values.entrySet()) {
      filled = filled.replace('@' + value.getKey() + '@', value.getValue());
    }
    return write(file, filled.getBytes(UTF_8));
  }

  Path write(String file, byte[] bytes) {
    Path path = folder.resolve(file);
    try {
      Files.createDirectories(path.getParent());
      return Files.write(path, bytes);
    } catch (IOException e) {
      throw new BenchException("cannot write %s: %s".formatted(path, e.getMessage()), e);
    }
  }

  private static String read(String name) {
    try (InputStream in = Resources.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new BenchException("the jar has no " + name);
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new BenchException("cannot read %s: %s".formatted(name, e.getMessage()), e);
    }
  }
}
