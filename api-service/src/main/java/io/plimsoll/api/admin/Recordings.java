package io.plimsoll.api.admin;

import io.plimsoll.core.service.Reply;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;
import jdk.jfr.RecordingState;
import org.jspecify.annotations.Nullable;

/**
 * Flight recordings (JEP 328) of this process on demand: one at a time, bounded in time and size,
 * in a file that only the process's user can read. Thread-safe; the owner closes it.
 */
final class Recordings implements AutoCloseable {
  private static final int MAX_SECONDS = 600;
  private static final long MAX_BYTES = 128L << 20;
  private static final List<String> PROFILES = List.of("default", "profile");

  private record Running(Recording recording, Path file) {
    /** One with a destination is written there, then closed. */
    boolean done() {
      return recording.getState() == RecordingState.CLOSED;
    }
  }

  private @Nullable Running last;

  /** Begins one: {@code seconds} (default 30) and {@code profile} (default {@code profile}). */
  synchronized Reply start(AdminCall call) throws IOException {
    JsonObject asked = call.json();
    int seconds = asked.getInteger("seconds", 30);
    String profile = asked.getString("profile", "profile");
    if (seconds < 1 || seconds > MAX_SECONDS) {
      throw AdminProblem.invalid(
          "seconds: must be from 1 to %d, was %d".formatted(MAX_SECONDS, seconds));
    }
    if (!PROFILES.contains(profile)) {
      throw AdminProblem.invalid("profile: must be one of " + PROFILES);
    }
    Running before = last;
    if (before != null && !before.done()) {
      throw new AdminProblem(
          409,
          "recording-runs",
          "A recording runs",
          "wait for its end, or DELETE /admin/recording; one runs at a time");
    }
    forget();
    last = begin(Duration.ofSeconds(seconds), profile);
    return status();
  }

  private static Running begin(Duration duration, String profile) throws IOException {
    Path file = Files.createTempFile("plimsoll-", ".jfr");
    try {
      Recording recording = new Recording(Configuration.getConfiguration(profile));
      recording.setName("plimsoll-admin");
      recording.setMaxSize(MAX_BYTES);
      recording.setDuration(duration);
      recording.setDestination(file);
      recording.start();
      return new Running(recording, file);
    } catch (ParseException e) {
      throw new IllegalStateException("the JDK's own profile can be read", e);
    }
  }

  /** Whether one runs, and the last one's size. */
  synchronized Reply status() throws IOException {
    Running now = last;
    JsonObject status = new JsonObject();
    if (now == null) {
      status.put("state", "none");
    } else if (now.done()) {
      status.put("state", "done").put("bytes", Files.size(now.file()));
    } else {
      status.put("state", "running").put("seconds", now.recording().getDuration().toSeconds());
    }
    return Reply.json(status.encode());
  }

  /** Ends the one that runs before its time; what it has is kept. */
  synchronized Reply stop() throws IOException {
    Running now = last;
    if (now != null && now.recording().getState() == RecordingState.RUNNING) {
      now.recording().stop();
    }
    return status();
  }

  /** The last one that has ended. */
  synchronized Reply file() {
    Running now = last;
    if (now == null || !now.done()) {
      throw new AdminProblem(
          409,
          "recording-absent",
          "No recording",
          now == null ? "none was started: POST /admin/recording" : "it still runs");
    }
    return new Reply(200, "application/octet-stream", "", Optional.of(now.file()));
  }

  private void forget() throws IOException {
    Running now = last;
    last = null;
    if (now != null) {
      Files.deleteIfExists(now.file());
    }
  }

  @Override
  public synchronized void close() throws IOException {
    Running now = last;
    if (now != null && !now.done()) {
      now.recording().close();
    }
    forget();
  }
}
