package io.plimsoll.system.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.local.server.Ports;
import io.plimsoll.local.stack.Layout;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The images and the compose stack as compose/README.md tells to use them. */
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ComposeIT {
  private static final List<String> MODULES =
      List.of("api-service", "cdc-invalidator", "metrics-collector");
  private static final List<String> CONTAINERS =
      List.of("postgres", "valkey", "kafka", "api", "cdc", "metrics");

  private final Engine engine = Engine.find(Layout.find().root());
  private final Map<String, String> environment = new HashMap<>();
  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeAll
  void start() {
    Ports ports = new Ports();
    for (String port :
        List.of(
            "API_PORT",
            "API_ADMIN_PORT",
            "CDC_ADMIN_PORT",
            "METRICS_PORT",
            "POSTGRES_PORT",
            "VALKEY_PORT",
            "KAFKA_PORT")) {
      environment.put(port, Integer.toString(ports.next()));
    }
    for (String secret :
        List.of(
            "POSTGRES_PASSWORD",
            "READER_PASSWORD",
            "WRITER_PASSWORD",
            "CAPTURE_PASSWORD",
            "VALKEY_PASSWORD",
            "TAGS_KEY")) {
      environment.put(secret, "test" + secret.hashCode() + "0123456789abcdef");
    }
    environment.put("COMPOSE_PROJECT_NAME", "plimsolltest" + ProcessHandle.current().pid());
    MODULES.forEach(engine::build);
    engine.compose(environment, "up", "-d", "--no-build");
  }

  @AfterAll
  void stop() {
    http.close();
    engine.compose(environment, "down", "-v", "--timeout", "20");
  }

  @Test
  void stack_used_isFreshHealthyAndLockedDown() throws Exception {
    Api api = new Api(local("API_PORT"), http);
    for (String port : List.of("API_ADMIN_PORT", "CDC_ADMIN_PORT", "METRICS_PORT")) {
      api.until(local(port).resolve("/readyz"), r -> r.statusCode() == 200);
    }

    api.showsFreshness(() -> psql("update articles set title = 'Changed by psql' where id = 7"));

    api.until(
        local("METRICS_PORT").resolve("/summary"),
        r -> r.statusCode() == 200 && r.body().contains("\"article\""));
    CONTAINERS.forEach(this::assertLockedDown);
  }

  private void psql(String sql) {
    engine.compose(
        environment, "exec", "-T", "postgres", "psql", "-U", "postgres", "plimsoll", "-c", sql);
  }

  private void assertLockedDown(String service) {
    String container = engine.compose(environment, "ps", "-q", service).strip();
    String facts =
        engine.run(
            Map.of(),
            "docker",
            "inspect",
            "-f",
            "{{.Config.User}} {{.HostConfig.CapDrop}} {{.HostConfig.SecurityOpt}}"
                + " {{range .HostConfig.PortBindings}}{{range .}}{{.HostIp}} {{end}}{{end}}",
            container);
    assertThat(facts)
        .as(service)
        .doesNotStartWith("root")
        .doesNotStartWith(" ")
        .contains("[ALL] [no-new-privileges:true]")
        .endsWith("127.0.0.1 \n")
        .doesNotContain("0.0.0.0");
  }

  private URI local(String port) {
    return URI.create("http://127.0.0.1:" + environment.get(port));
  }
}
