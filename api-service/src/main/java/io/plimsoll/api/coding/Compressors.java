package io.plimsoll.api.coding;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.Encoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compresses whole bodies. zstd and br are native code, which some platforms do not have, and which
 * does not load where {@code java.io.tmpdir} is mounted noexec. Thread-safe.
 */
final class Compressors {
  private static final Logger log = LoggerFactory.getLogger(Compressors.class);

  /** As servers do for bodies made on the fly: 11 saves a tenth more, at 30 times the time. */
  private static final Encoder.Parameters BR_LEVEL = Encoder.Parameters.create(5);

  private final ZstdPool zstd = new ZstdPool();

  /** Those that work here, in the same order; a line in the log for each of the others. */
  List<Coding> working(List<Coding> wanted) {
    return wanted.stream().filter(this::works).toList();
  }

  private boolean works(Coding coding) {
    try {
      return compress(coding, new byte[] {'{', '}'}).length > 0;
    } catch (LinkageError e) {
      log.warn(
          "code=coding-unavailable coding={} reason=\"{}\"; it is not offered",
          coding.token(),
          e.getMessage());
      return false;
    }
  }

  byte[] compress(Coding coding, byte[] body) {
    return switch (coding) {
      case IDENTITY -> body;
      case ZSTD -> zstd.compress(body);
      case BR -> br(body);
      case GZIP -> gzip(body);
    };
  }

  /**
   * Undoes zstd.
   *
   * @throws IllegalArgumentException when it is damaged
   */
  byte[] unzstd(byte[] coded) {
    return zstd.decompress(coded);
  }

  private static byte[] br(byte[] body) {
    try {
      Brotli4jLoader.ensureAvailability();
      return Encoder.compress(body, BR_LEVEL);
    } catch (IOException e) {
      throw new UncheckedIOException("br of " + body.length + " bytes", e);
    }
  }

  private static byte[] gzip(byte[] body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length / 2 + 64);
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes, 8_192)) {
      gzip.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException("gzip of " + body.length + " bytes", e);
    }
    return bytes.toByteArray();
  }
}
