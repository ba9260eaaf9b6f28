package io.plimsoll.api.fuzz;

import io.plimsoll.core.catalog.CatalogParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Any bytes on a connection to the service's HTTP front, with parameters of every type: request
 * line, header fields, query, bodies, several requests one after the other. What comes back is
 * HTTP, none of it a 5xx, and the connection ends.
 */
public final class HttpTarget {
  private static final Pattern STATUS = Pattern.compile("HTTP/\\d\\.\\d (\\d{3}) ");
  private static final int PATIENCE_MILLIS = 30_000;
  private static final String CATALOG =
      """
      queries:
        one:
          get: /things/{id}
          params: { id: bigint }
          sql: select id from things where id = :id
          one: true
          max-staleness: 2s
        many:
          get: /things
          params:
            ids: { type: "bigint[]", default: "" }
            names: { type: "text[]", default: "", max: 5 }
            name: { type: text, default: null, min: 2, max: 20 }
            least: { type: numeric, default: 1.5, min: 0, max: 9 }
            day: { type: date, default: 2026-01-01, min: 2000-01-01 }
            flag: { type: boolean, default: true }
            of: { type: uuid, default: null }
            since: { type: timestamptz, default: null }
            small: { type: smallint, default: 3 }
          sql: select id from things where id = any(:ids) and name = any(:names) and name = :name
            and n > :least and d = :day and f = :flag and u = :of and t > :since and s = :small
          max-staleness: 2s
        by-name:
          get: /named/{name}/things
          params: { name: text }
          sql: select id from things where name = :name
          max-staleness: 2s
        pages:
          get: /pages/{name}
          params: { name: text }
          sql: select id, at from things where name = :name
          page: { by: [at, id desc] }
          max-staleness: 2s
      """;

  private static final Front front = Front.start(CatalogParser.parse("fuzz.yaml", CATALOG));

  private HttpTarget() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    Effort.bounded(() -> judge(ask(input)));
  }

  private static String ask(byte[] input) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), front.port())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(input);
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // no answer, or none in time
    }
  }

  private static void judge(String answers) {
    Matcher status = STATUS.matcher(answers);
    if (!answers.isEmpty() && !status.lookingAt()) {
      throw new AssertionError("not HTTP: " + answers);
    }
    status.reset();
    while (status.find()) {
      if (status.group(1).charAt(0) == '5') {
        throw new AssertionError(answers);
      }
    }
  }
}
