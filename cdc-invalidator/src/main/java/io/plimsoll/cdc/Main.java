package io.plimsoll.cdc;

import io.plimsoll.cdc.capture.Capture;
import io.plimsoll.cdc.capture.CaptureSettings;
import io.plimsoll.cdc.invalidate.Heartbeat;
import io.plimsoll.cdc.invalidate.HeartbeatSettings;
import io.plimsoll.cdc.invalidate.Invalidator;
import io.plimsoll.cdc.invalidate.InvalidatorSettings;
import io.plimsoll.core.cache.ServerClock;
import io.plimsoll.core.cache.TimeSource;
import io.plimsoll.core.cache.redis.RedisPartitions;
import io.plimsoll.core.cache.redis.RedisTarget;
import io.plimsoll.core.config.CdcConfig;
import io.plimsoll.core.freshness.TagHash;
import io.plimsoll.core.service.AdminServer;
import io.plimsoll.core.service.Health;
import io.plimsoll.core.service.Lifecycle;
import io.plimsoll.core.service.ServiceMain;
import io.plimsoll.core.service.Telemetry;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** Wires cdc-invalidator: one role or both. */
public final class Main {
  private static final String SERVICE = "cdc-invalidator";
  private static final int CHANGE_TOPIC_PARTITIONS = 3;

  private Main() {}

  public static void main(String[] args) {
    ServiceMain.run(SERVICE, CdcConfig.class, args, Main::start);
  }

  private static void start(CdcConfig config, Lifecycle lifecycle) {
    CaptureSettings capture = capture(config);
    Health health = new Health();
    Telemetry telemetry = lifecycle.closing("telemetry", new Telemetry(SERVICE));
    if (config.roles().contains("capture")) {
      capture(config, capture, lifecycle, health, telemetry);
    }
    if (config.roles().contains("invalidate")) {
      if (config.redis().given()) {
        invalidate(config, lifecycle, health, telemetry);
      } else {
        // No clock that others could compare with: to who has Redis's, such a heartbeat is old.
        beat(config, () -> CompletableFuture.completedStage(0L), lifecycle, health);
      }
    }
    // Last: a readiness without checks would say ready.
    lifecycle.closing(
        "admin port",
        AdminServer.start(
            config.admin().host(), config.admin().port(), health, telemetry.registry(), Map.of()));
    if (config.lifecycle().exitWithParent()) {
      lifecycle.exitWithParent();
    }
  }

  private static void capture(
      CdcConfig config,
      CaptureSettings settings,
      Lifecycle lifecycle,
      Health health,
      Telemetry telemetry) {
    Capture capture =
        new Capture(
            settings, new TagHash(config.tags().key()), telemetry.registry(), Clock.systemUTC());
    lifecycle.closing("capture", capture);
    health.add("capture", capture::problem);
    capture.start();
  }

  private static void invalidate(
      CdcConfig config, Lifecycle lifecycle, Health health, Telemetry telemetry) {
    RedisPartitions redis =
        lifecycle.closing(
            "redis", RedisPartitions.open(target(config), new ServerClock(System::nanoTime)));
    Invalidator invalidator =
        new Invalidator(
            new InvalidatorSettings(
                config.kafka().bootstrap(), config.kafka().topicPrefix(), instance()),
            redis.caches(),
            telemetry.registry(),
            Clock.systemUTC());
    lifecycle.closing("invalidate", invalidator);
    health.add("invalidate", invalidator::problem);
    invalidator.start();
    beat(config, redis, lifecycle, health);
  }

  private static void beat(CdcConfig config, TimeSource clock, Lifecycle lifecycle, Health health) {
    Heartbeat heartbeat = new Heartbeat(heartbeat(config), clock);
    lifecycle.closing("heartbeat", heartbeat);
    health.add("heartbeat", heartbeat::problem);
    heartbeat.start();
  }

  private static CaptureSettings capture(CdcConfig config) {
    return new CaptureSettings(
        config.postgres().url(),
        config.postgres().user(),
        config.postgres().password(),
        config.kafka().bootstrap(),
        config.kafka().topicPrefix(),
        config.capture().slot(),
        config.capture().publication(),
        config.capture().pollInterval(),
        CHANGE_TOPIC_PARTITIONS);
  }

  private static RedisTarget target(CdcConfig config) {
    return new RedisTarget(
        config.redis().url(),
        config.redis().cluster(),
        config.redis().timeout(),
        config.cache().namespace(),
        config.cache().partitions());
  }

  private static HeartbeatSettings heartbeat(CdcConfig config) {
    return new HeartbeatSettings(
        config.postgres().url(),
        config.postgres().user(),
        config.postgres().password(),
        config.heartbeat().interval());
  }

  private static String instance() {
    String host = Objects.requireNonNullElse(System.getenv("HOSTNAME"), "localhost");
    return host + ":" + ProcessHandle.current().pid();
  }
}
