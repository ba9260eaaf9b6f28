package io.plimsoll.local.stack;

import io.plimsoll.local.server.ServerException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Where things are in a built checkout.
 *
 * @param root the repository's folder, absolute
 */
public record Layout(Path root) {
  public Layout {
    root = root.toAbsolutePath().normalize();
  }

  /** Found from where this class was loaded: below {@code local/target}. */
  public static Layout find() {
    try {
      Path code = Path.of(Layout.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      for (Path folder = code; folder != null; folder = folder.getParent()) {
        if (Files.exists(folder.resolve("local/pom.xml"))
            && Files.isDirectory(folder.resolve("core"))) {
          return new Layout(folder);
        }
      }
      throw new ServerException(
          code + " is not inside a Plimsoll checkout: run ./plimsoll from one");
    } catch (URISyntaxException e) {
      throw new ServerException("the class path has a location that is no URI", e);
    }
  }

  /** Where unpacked server programs are kept. */
  public Path binaries() {
    return root.resolve("local/target/embedded");
  }

  /** A JVM's start-up cache. */
  Path startupCache(String name) {
    return root.resolve("local/target").resolve(name + ".aot");
  }

  /** The origin setup's SQL files. */
  public Path originSql() {
    return root.resolve("infra/postgres");
  }

  /** An example's folder, with catalog.yaml, schema.sql and data.sql. */
  public Path example(String name) {
    return root.resolve("examples").resolve(name);
  }

  /** The names of those that bring their tables and data, sorted. */
  public List<String> examples() {
    try (Stream<Path> folders = Files.list(root.resolve("examples"))) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("schema.sql")))
          .map(folder -> String.valueOf(folder.getFileName()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new ServerException("the examples cannot be listed: " + e.getMessage(), e);
    }
  }

  /** {@code <module>/target/app/*:<module>/target/app/lib/*}. */
  String classPath(String module) {
    Path app = root.resolve(module).resolve("target/app");
    if (!Files.isDirectory(Objects.requireNonNull(app))) {
      throw new ServerException(
          "%s is not built: %s is missing; run ./plimsoll or mvn package".formatted(module, app));
    }
    return app.resolve("*") + ":" + app.resolve("lib/*");
  }
}
