package io.plimsoll.api.http.wire;

import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import java.util.Iterator;

/**
 * What RFC 9112 has a server refuse and Netty lets pass: where a proxy on the way could see another
 * request than this service does.
 */
final class Framing {
  private Framing() {}

  /** Marks a request as one that could not be decoded, if there is something wrong with it. */
  static void check(HttpRequest request) {
    HttpHeaders headers = request.headers();
    if (!spoken(request.protocolVersion())) {
      refuse(request, "The version must be HTTP/1.1 or HTTP/1.0");
    } else if (several(headers, HttpHeaderNames.HOST)) {
      refuse(request, "There must be one Host");
    } else if (headers.contains(AsciiString.EMPTY_STRING)) {
      refuse(request, "Each header field must have a name");
    } else if (headers.contains(HttpHeaderNames.TRANSFER_ENCODING) && !chunkedOnly(headers)) {
      refuse(request, "Transfer-Encoding must be chunked and nothing else");
    }
  }

  /** Netty has one object for each, and makes another one, equal to it, of {@code Http/1.1}. */
  @SuppressWarnings("ReferenceEquality")
  private static boolean spoken(HttpVersion version) {
    return version == HttpVersion.HTTP_1_1 || version == HttpVersion.HTTP_1_0;
  }

  private static void refuse(HttpRequest request, String why) {
    request.setDecoderResult(DecoderResult.failure(new FramingException(why)));
  }

  private static boolean several(HttpHeaders headers, CharSequence name) {
    Iterator<? extends CharSequence> values = headers.valueCharSequenceIterator(name);
    if (!values.hasNext()) {
      return false;
    }
    values.next();
    return values.hasNext();
  }

  private static boolean chunkedOnly(HttpHeaders headers) {
    return !several(headers, HttpHeaderNames.TRANSFER_ENCODING)
        && HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(
            headers.get(HttpHeaderNames.TRANSFER_ENCODING));
  }
}
