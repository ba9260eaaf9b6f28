package io.plimsoll.local.server;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A real Redis 6.2 on 127.0.0.1 with a password, nothing written to disk unless the settings say
 * so.
 */
public final class EmbeddedRedis extends Server {
  private final Binaries binaries;
  private final Path data;
  private final int port;
  private final String password;
  private final Map<String, String> settings;

  /**
   * @param data folder for the log and, if the settings ask for it, the data
   * @param password letters and digits
   * @param settings added to redis.conf, such as {@code maxmemory} to {@code 64mb}
   */
  public EmbeddedRedis(
      Binaries binaries,
      Path data,
      int port,
      String password,
      Map<String, String> settings,
      Watchdog watchdog) {
    super("Redis", watchdog, Signal.TERM);
    this.binaries = binaries;
    this.data = data;
    this.port = port;
    this.password = password;
    this.settings = Map.copyOf(settings);
  }

  /** {@code redis://:password@127.0.0.1:port}. */
  public URI url() {
    return URI.create("redis://:%s@127.0.0.1:%d".formatted(password, port));
  }

  public int port() {
    return port;
  }

  @Override
  Launch launch() {
    Folders.create(data);
    // "-": the configuration comes on standard input, so the password is in no file and no
    // argument.
    return new Launch(
        List.of(binaries.redis().toString(), "-"), Map.of(), configuration(), false, log());
  }

  private String configuration() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("bind", "127.0.0.1");
    all.put("port", Integer.toString(port));
    all.put("requirepass", password);
    all.put("daemonize", "no");
    all.put("save", "\"\"");
    all.put("appendonly", "no");
    all.put("dir", "\"" + data.toAbsolutePath() + "\"");
    all.putAll(settings);
    StringBuilder text = new StringBuilder();
    all.forEach((name, value) -> text.append(name).append(' ').append(value).append('\n'));
    return text.toString();
  }

  @Override
  boolean isUp() {
    return answers();
  }

  /** AUTH and PING. */
  @Override
  public boolean answers() {
    return Probes.redis(url());
  }

  @Override
  public Path log() {
    return data.resolve("redis.log");
  }

  @Override
  Duration startPatience() {
    return Duration.ofSeconds(20);
  }

  @Override
  Duration stopPatience() {
    return Duration.ofSeconds(5);
  }
}
