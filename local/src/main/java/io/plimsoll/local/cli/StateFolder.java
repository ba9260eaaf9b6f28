package io.plimsoll.local.cli;

import io.plimsoll.local.server.Folders;
import io.plimsoll.local.server.ServerException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** The user's folder of state files: mode 0700, each file 0600, as they hold passwords. */
final class StateFolder {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path folder;

  StateFolder(Path folder) {
    this.folder = folder;
  }

  /** {@code ${XDG_RUNTIME_DIR:-${TMPDIR:-/tmp}}/plimsoll-<user>}. */
  static StateFolder of(Map<String, String> environment) {
    String temporary = environment.getOrDefault("TMPDIR", "/tmp");
    String base = environment.getOrDefault("XDG_RUNTIME_DIR", temporary);
    return new StateFolder(Path.of(base, "plimsoll-" + System.getProperty("user.name")));
  }

  Path file(int port) {
    return folder.resolve(port + ".json");
  }

  void write(State state) {
    Folders.create(folder);
    requireOwn();
    Folders.writePrivate(file(state.port()), JSON.writeValueAsString(state));
  }

  /** In a shared /tmp somebody else may have made the folder first. */
  private void requireOwn() {
    try {
      Set<PosixFilePermission> open =
          Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
      boolean own =
          Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS)
              .getName()
              .equals(System.getProperty("user.name"));
      Set<PosixFilePermission> mode =
          Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS);
      if (!own || mode.stream().anyMatch(open::contains)) {
        throw new ServerException(
            "%s belongs to somebody else or is open to others: remove it".formatted(folder));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All files, also those of an `up` that is gone; those that cannot be read are left out. */
  List<State> list() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    requireOwn();
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .sorted()
          .map(StateFolder::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder, e);
    }
  }

  private static State read(Path file) {
    try {
      return JSON.readValue(Files.readString(file), State.class);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** Removes one file, and the folder when it was the last. */
  void remove(int port) {
    try {
      Files.deleteIfExists(file(port));
      Files.deleteIfExists(folder);
    } catch (DirectoryNotEmptyException | NoSuchFileException e) {
      return;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + file(port), e);
    }
  }

  static String json(Object value) {
    return JSON.rebuild()
        .enable(tools.jackson.databind.SerializationFeature.INDENT_OUTPUT)
        .build()
        .writeValueAsString(value);
  }
}
