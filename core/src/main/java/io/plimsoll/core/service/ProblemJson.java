package io.plimsoll.core.service;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Bodies of errors after RFC 9457. */
public final class ProblemJson {
  public static final String CONTENT_TYPE = "application/problem+json";

  private static final JsonMapper JSON = JsonMapper.shared();

  private ProblemJson() {}

  /**
   * A problem.
   *
   * @param code of the failure, as in logs and metrics; becomes the type {@code
   *     urn:plimsoll:problem:<code>}
   * @param more members besides, values as Jackson writes them
   */
  public static Reply of(int status, String code, String title, Map<String, ?> more) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", "urn:plimsoll:problem:" + code);
    body.put("title", title);
    body.put("status", status);
    body.put("code", code);
    body.putAll(more);
    return new Reply(status, CONTENT_TYPE, JSON.writeValueAsString(body));
  }
}
