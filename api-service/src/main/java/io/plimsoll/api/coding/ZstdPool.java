package io.plimsoll.api.coding;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Supplier;

/**
 * zstd, with contexts used again: a new one costs more than a small body. Thread-safe. The few
 * contexts that wait live as long as the process; those beyond are closed.
 */
final class ZstdPool {
  /** The library's own default: more costs much and saves little. */
  private static final int LEVEL = 3;

  /** As many as run at once on most machines. */
  private static final int WAITING = 16;

  /** RFC 8878, 3.1.1; no JSON text begins like this. */
  private static final byte[] MAGIC = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};

  /** Far more than the service stores: what says to be larger is damaged. */
  private static final long MAX_BODY = 1L << 28;

  private final BlockingQueue<ZstdCompressCtx> compressing = new ArrayBlockingQueue<>(WAITING);
  private final BlockingQueue<ZstdDecompressCtx> decompressing = new ArrayBlockingQueue<>(WAITING);

  /** With a checksum: what Redis gives back damaged is noticed. */
  private static ZstdCompressCtx compressor() {
    ZstdCompressCtx context = new ZstdCompressCtx();
    context.setLevel(LEVEL);
    context.setChecksum(true);
    return context;
  }

  byte[] compress(byte[] body) {
    ZstdCompressCtx context = take(compressing, ZstdPool::compressor);
    try {
      return context.compress(body);
    } finally {
      if (!compressing.offer(context)) {
        context.close();
      }
    }
  }

  /**
   * Undoes it.
   *
   * @throws IllegalArgumentException when it is damaged
   */
  byte[] decompress(byte[] coded) {
    long length = Zstd.getFrameContentSize(coded, 0, coded.length);
    if (length < 0 || length > MAX_BODY) {
      throw new IllegalArgumentException("a zstd frame says to have " + length + " bytes");
    }
    byte[] body = new byte[(int) length];
    ZstdDecompressCtx context = take(decompressing, ZstdDecompressCtx::new);
    try {
      if (context.decompress(body, coded) != length) {
        throw new IllegalArgumentException("a zstd frame has other bytes than it says");
      }
      return body;
    } catch (ZstdException e) {
      throw new IllegalArgumentException("a zstd frame is damaged: " + e.getMessage(), e);
    } finally {
      if (!decompressing.offer(context)) {
        context.close();
      }
    }
  }

  private static <T> T take(BlockingQueue<T> waiting, Supplier<T> made) {
    T context = waiting.poll();
    return context == null ? made.get() : context;
  }

  static boolean is(byte[] body) {
    return body.length >= MAGIC.length
        && Arrays.equals(body, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }
}
