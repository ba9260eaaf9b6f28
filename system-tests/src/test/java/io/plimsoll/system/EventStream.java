package io.plimsoll.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A client of server-sent events. */
final class EventStream implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  /**
   * What has come: an event, or lines that are none.
   *
   * @param name {@code comment}, {@code retry}, {@code end}, or the event's, {@code message} by
   *     default
   */
  record Event(String name, String id, String data) {}

  private final HttpClient http = HttpClient.newHttpClient();
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final HttpResponse<Stream<String>> response;

  EventStream(URI api, String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(api + path)).header("Accept", "text/event-stream");
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      response = http.send(request.build(), BodyHandlers.ofLines());
    } catch (IOException e) {
      throw new UncheckedIOException(path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    Thread.ofVirtual().start(this::read);
  }

  int status() {
    return response.statusCode();
  }

  String header(String name) {
    return response.headers().firstValue(name).orElse("");
  }

  private void read() {
    List<String> block = new ArrayList<>();
    try {
      response
          .body()
          .forEach(line -> {
            if (line.isEmpty()) {
              events.add(event(block));
              block.clear();
            } else {
              block.add(line);
            }
          });
      events.add(new Event("end", "", ""));
    } catch (UncheckedIOException e) {
      events.add(new Event("cut", "", ""));
    }
  }

  private static Event event(List<String> lines) {
    String name = "comment";
    String id = "";
    String data = "";
    for (String line : lines) {
      String value = line.substring(line.indexOf(':') + 1).strip();
      if (line.startsWith("retry:")) {
        return new Event("retry", "", value);
      } else if (line.startsWith("event:")) {
        name = value;
      } else if (line.startsWith("id:")) {
        id = value;
      } else if (line.startsWith("data:")) {
        name = name.equals("comment") ? "message" : name;
        data += value;
      }
    }
    return new Event(name, id, data);
  }

  /** The next that is neither a comment nor a hint to retry. */
  Event next() {
    while (true) {
      Event event = any();
      if (!event.name().equals("comment") && !event.name().equals("retry")) {
        return event;
      }
    }
  }

  Event any() {
    try {
      Event event = events.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      if (event == null) {
        throw new AssertionError("no event came in " + PATIENCE);
      }
      return event;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The first with this text; those before it were others. */
  Event until(String text) {
    Event event = next();
    while (!event.data().contains(text)) {
      event = next();
    }
    return event;
  }

  @Override
  public void close() {
    http.shutdownNow();
    http.close();
  }
}
