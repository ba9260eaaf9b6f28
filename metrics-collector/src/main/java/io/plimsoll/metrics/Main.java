package io.plimsoll.metrics;

import io.plimsoll.core.config.MetricsConfig;
import io.plimsoll.core.service.Lifecycle;
import io.plimsoll.core.service.ServiceMain;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The metrics-collector process. */
public final class Main {
  private static final Logger LOG = LoggerFactory.getLogger(Main.class);
  private static final String SERVICE = "metrics-collector";

  private Main() {}

  public static void main(String[] args) {
    ServiceMain.run(SERVICE, MetricsConfig.class, args, Main::start);
  }

  private static void start(MetricsConfig config, Lifecycle lifecycle) {
    Collector collector =
        lifecycle.closing("collector", Collector.start(config, Clock.systemUTC()));
    if (config.lifecycle().exitWithParent()) {
      lifecycle.exitWithParent();
    }
    LOG.atInfo()
        .addKeyValue("admin", config.admin().host() + ":" + collector.port())
        .log("listening");
  }
}
