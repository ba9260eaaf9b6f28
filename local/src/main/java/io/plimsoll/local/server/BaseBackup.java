package io.plimsoll.local.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

/**
 * A copy of a running server's files from which a standby starts: the low-level API of the
 * PostgreSQL manual, "Making a Base Backup Using the Low Level API", as the packaged server has no
 * pg_basebackup. Without tablespaces.
 */
final class BaseBackup {
  /** Their files must not or need not be copied; the folders must be there. */
  private static final Set<String> EMPTIED =
      Set.of(
          "pg_wal",
          "pg_replslot",
          "pg_dynshmem",
          "pg_notify",
          "pg_serial",
          "pg_snapshots",
          "pg_stat_tmp",
          "pg_subtrans");

  private static final Set<String> LEFT_OUT =
      Set.of("postmaster.pid", "postmaster.opts", "pg_internal.init", "standby.signal");

  private final EmbeddedPostgres primary;

  BaseBackup(EmbeddedPostgres primary) {
    this.primary = primary;
  }

  /** Copies into a new folder, replacing an older one. */
  void into(Path data) {
    Folders.delete(data);
    // One session from start to stop: its end in between would give the backup up.
    try (Connection connection = primary.connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("select pg_backup_start('standby', fast => true)");
      Files.walkFileTree(primary.data(), new Copy(primary.data(), data));
      try (ResultSet label =
          statement.executeQuery(
              "select labelfile from pg_backup_stop(wait_for_archive => false)")) {
        label.next();
        Folders.writePrivate(data.resolve("backup_label"), label.getString(1));
      }
    } catch (SQLException e) {
      throw new ServerException("cannot copy the primary for a standby: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot copy %s to %s for a standby".formatted(primary.data(), data), e);
    }
  }

  private static final class Copy extends SimpleFileVisitor<Path> {
    private final Path from;
    private final Path to;

    Copy(Path from, Path to) {
      this.from = from;
      this.to = to;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      Path relative = from.relativize(folder);
      Folders.create(to.resolve(relative));
      boolean emptied =
          relative.getNameCount() == 1 && EMPTIED.contains(relative.getFileName().toString());
      return emptied ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      String name = file.getFileName().toString();
      if (LEFT_OUT.contains(name) || name.startsWith("pgsql_tmp")) {
        return FileVisitResult.CONTINUE;
      }
      try {
        // A file that changes meanwhile is mended by the WAL since pg_backup_start.
        Files.copy(file, to.resolve(from.relativize(file)));
      } catch (NoSuchFileException e) {
        // So is one that is dropped meanwhile.
        return FileVisitResult.CONTINUE;
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (failure instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw failure;
    }
  }
}
