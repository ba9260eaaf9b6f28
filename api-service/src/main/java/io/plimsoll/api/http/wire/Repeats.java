package io.plimsoll.api.http.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/** Knows requests by their bytes, and answers them before they are decoded. Of one event loop. */
public interface Repeats {
  /** Bytes that may be one whole GET go to the decoder. */
  void decoding();

  /**
   * They were: exactly this request has been decoded from them and handled as far as it could be at
   * once.
   *
   * @param bytes not to be modified
   */
  void decoded(byte[] bytes, HttpRequest request);

  /**
   * The whole answer, head and body; null when the request has to be decoded.
   *
   * @param bytes of a whole GET, not to be modified
   */
  @Nullable ByteBuf answer(byte[] bytes, ByteBufAllocator allocator);
}
