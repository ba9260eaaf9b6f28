package io.plimsoll.api.http;

import io.plimsoll.api.problem.ProblemType;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A body that is one JSON object, read strictly (RFC 8259, and RFC 7493 where it leaves a choice):
 * UTF-8, no name twice, nothing after it, numbers as they are written.
 */
final class JsonBody {
  private static final String MEDIA_TYPE = "application/json";
  private static final int MAX_DEPTH = 64;
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  private static final JsonMapper STRICT =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private JsonBody() {}

  /**
   * Of a body that may be missing: then without members.
   *
   * @throws ProblemException when it is something else
   */
  static JsonObject of(HttpServerRequest request, @Nullable Buffer body) {
    if (body == null || body.length() == 0) {
      return new JsonObject();
    }
    checkType(request);
    return parse(body.getBytes());
  }

  static JsonObject parse(byte[] body) {
    String text = Utf8.decode(ByteBuffer.wrap(body)).orElseThrow(() -> bad("not UTF-8"));
    try {
      Map<String, Object> members = STRICT.readValue(text, OBJECT);
      if (members == null) {
        throw bad("null");
      }
      return new JsonObject(members);
    } catch (JacksonException e) {
      throw bad(place(e.getLocation()));
    }
  }

  private static String place(@Nullable TokenStreamLocation at) {
    return at == null
        ? "something else"
        : "not, at line " + at.getLineNr() + ", column " + at.getColumnNr();
  }

  private static ProblemException bad(String actual) {
    return new ProblemException(
        Problem.of(
            ProblemType.BAD_JSON,
            "The body must be one JSON object in UTF-8, without a name twice and no deeper than "
                + MAX_DEPTH
                + ", was "
                + actual));
  }

  private static void checkType(HttpServerRequest request) {
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    if (type == null || !isJson(type)) {
      throw unsupported(
          "Expected Content-Type: application/json in UTF-8, was "
              + (type == null ? "nothing" : type));
    }
    String coding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    if (coding != null && !coding.equalsIgnoreCase("identity")) {
      throw unsupported("Expected no Content-Encoding, was " + coding);
    }
  }

  private static ProblemException unsupported(String detail) {
    return new ProblemException(Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, detail));
  }

  /** With no charset or with UTF-8; other parameters mean nothing (RFC 8259, section 11). */
  static boolean isJson(String contentType) {
    String[] parts = contentType.toLowerCase(Locale.ROOT).split(";", -1);
    if (!parts[0].strip().equals(MEDIA_TYPE)) {
      return false;
    }
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].strip();
      if (parameter.startsWith("charset=")
          && !parameter.substring("charset=".length()).replace("\"", "").equals("utf-8")) {
        return false;
      }
    }
    return true;
  }
}
