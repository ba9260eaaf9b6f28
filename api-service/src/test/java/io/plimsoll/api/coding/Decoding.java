package io.plimsoll.api.coding;

import com.aayushatharva.brotli4j.decoder.Decoder;
import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;

/** What a client does with a coded body. */
final class Decoding {
  private Decoding() {}

  static byte[] decoded(Coding coding, byte[] body) {
    try {
      return switch (coding) {
        case IDENTITY -> body;
        case ZSTD -> Zstd.decompress(body, (int) Zstd.getFrameContentSize(body));
        case BR -> Decoder.decompress(body).getDecompressedData();
        case GZIP -> new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
