package io.plimsoll.api.http.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.HttpRequest;
import java.util.function.Consumer;
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
   * Answers a request that is known.
   *
   * @param bytes of a whole GET, not to be modified
   * @param then is given, once and on the event loop, before this returns or later: the whole
   *     answer, head and body, or null when the request has to be decoded after all
   * @return false, and {@code then} is given nothing, when the request is not known
   */
  boolean answer(byte[] bytes, ByteBufAllocator allocator, Consumer<@Nullable ByteBuf> then);
}
