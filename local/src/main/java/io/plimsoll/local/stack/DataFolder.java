package io.plimsoll.local.stack;

import io.plimsoll.local.server.Folders;
import io.plimsoll.local.server.ServerException;
import io.plimsoll.local.server.Watchdog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one running stack: a temporary one, removed at the end, or the user's, kept and
 * locked.
 */
final class DataFolder implements AutoCloseable {
  private final Path path;
  private final boolean temporary;
  private final FileChannel lock;

  private DataFolder(Path path, boolean temporary, FileChannel lock) {
    this.path = path;
    this.temporary = temporary;
    this.lock = lock;
  }

  static DataFolder open(Optional<Path> given, Watchdog watchdog) {
    try {
      Path path =
          given.isPresent()
              ? Folders.create(given.get().toAbsolutePath())
              : Files.createTempDirectory("plimsoll-");
      if (given.isEmpty()) {
        watchdog.removeIfOrphaned(path);
      }
      return new DataFolder(path, given.isEmpty(), lock(path));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make the data folder", e);
    }
  }

  private static FileChannel lock(Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      channel.close();
      throw used(path, e);
    }
    channel.close();
    throw used(path, null);
  }

  private static ServerException used(Path path, @Nullable Exception cause) {
    return new ServerException(
        "the data folder %s is used by another running stack".formatted(path), cause);
  }

  Path path() {
    return path;
  }

  boolean temporary() {
    return temporary;
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unlock " + path, e);
    } finally {
      if (temporary) {
        Folders.delete(path);
      }
    }
  }
}
