package io.plimsoll.core.metrics;

import io.plimsoll.core.record.UndecodableException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * HdrHistograms as text: base64 of the V2 compressed encoding (hdrhistogram.org), which other
 * languages read too. Values are µs.
 */
public final class Histograms {
  /** One significant digit more costs eight times the memory; 1 % is less than the noise. */
  static final int DIGITS = 2;

  /** Longer waits count as this: 10 minutes. */
  static final long HIGHEST_MICROS = 600_000_000L;

  private Histograms() {}

  /** The histogram as text. */
  public static String encode(Histogram histogram) {
    ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
    int length = histogram.encodeIntoCompressedByteBuffer(buffer);
    return Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws UndecodableException for any other text
   */
  public static Histogram decode(String text) throws UndecodableException {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(text));
      return Histogram.decodeFromCompressedByteBuffer(bytes, 0);
    } catch (DataFormatException | RuntimeException e) {
      // HdrHistogram throws several unchecked exceptions for damaged bytes.
      throw new UndecodableException("not a compressed HdrHistogram in base64: " + e, e);
    }
  }
}
