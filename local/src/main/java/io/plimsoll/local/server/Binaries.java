package io.plimsoll.local.server;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The servers' programs, unpacked once from the class path into a folder that is kept. Safe for
 * several processes at once: each unpacks beside, and one rename wins.
 */
public final class Binaries {
  private final Path folder;

  /**
   * @param folder where the programs are kept, made when missing
   */
  public Binaries(Path folder) {
    this.folder = folder;
  }

  /** Unpacks everything now, so that the first start does not have to. */
  public void unpackAll() {
    postgres();
    redis();
  }

  /** The PostgreSQL installation: has bin/, lib/ and share/. */
  Path postgres() {
    return unpacked(Platform.current().postgresArchive(), Binaries::untar);
  }

  /** The redis-server program. */
  Path redis() {
    return unpacked(Platform.current().redisProgram(), Binaries::program).resolve("redis-server");
  }

  private Path unpacked(String resource, Unpacking unpacking) {
    URL url = Binaries.class.getResource("/" + resource);
    if (url == null) {
      throw new ServerException(
          "the class path has no %s: build with ./plimsoll or mvn package".formatted(resource));
    }
    Path target = folder.resolve(jarName(url) + "-" + resource.replace(".txz", ""));
    if (Files.isDirectory(target)) {
      return target;
    }
    Path fresh = folder.resolve(".unpacking-" + UUID.randomUUID());
    try (InputStream in = new BufferedInputStream(url.openStream(), 1 << 16)) {
      Files.createDirectories(fresh);
      unpacking.unpack(in, fresh);
      rename(fresh, target);
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpack %s into %s".formatted(resource, folder), e);
    } finally {
      Folders.delete(fresh);
    }
  }

  private static void rename(Path fresh, Path target) throws IOException {
    try {
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw e;
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
      return;
    } catch (FileSystemException e) {
      if (!Files.isDirectory(target)) {
        throw e;
      }
    }
  }

  /**
   * Holds the version, so that a newer one is unpacked beside the older; the same wherever the jar
   * is.
   */
  private static String jarName(URL url) {
    String jar = url.toString().replaceFirst("!/.*$", "");
    return jar.substring(jar.lastIndexOf('/') + 1).replace(".jar", "");
  }

  private static void program(InputStream in, Path folder) throws IOException {
    Path program = folder.resolve("redis-server");
    Files.copy(in, program);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void untar(InputStream in, Path folder) throws IOException {
    try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(in))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path target = folder.resolve(entry.getName()).normalize();
        if (!target.startsWith(folder)) {
          throw new IOException("the archive names a path outside of it: " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(target);
          continue;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
          Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else {
          Files.copy(tar, target);
          boolean program = (entry.getMode() & 0100) != 0;
          Files.setPosixFilePermissions(
              target, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
        }
      }
    }
  }

  @FunctionalInterface
  private interface Unpacking {
    void unpack(InputStream in, Path folder) throws IOException;
  }
}
