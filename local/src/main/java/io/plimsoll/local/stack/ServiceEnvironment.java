package io.plimsoll.local.stack;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The configuration of a service, as environment variables. A service fails on a key it does not
 * know.
 */
final class ServiceEnvironment {
  private ServiceEnvironment() {}

  static Map<String, String> of(
      Service service, Endpoints at, Credentials credentials, Path catalog) {
    Map<String, String> environment = new HashMap<>();
    environment.put("PLIMSOLL_KAFKA_BOOTSTRAP", at.kafka());
    environment.put("PLIMSOLL_LOG_FORMAT", "text"); // people read the files
    switch (service) {
      case API -> {
        pipeline(environment, at, credentials);
        environment.put("PLIMSOLL_CATALOG_FILE", catalog.toAbsolutePath().toString());
        role(environment, "", "plimsoll_reader", credentials.reader());
        role(environment, "WRITER_", "plimsoll_writer", credentials.writer());
        environment.put("PLIMSOLL_ADMIN_TOKEN", credentials.admin());
        environment.put("PLIMSOLL_HTTP_PORT", Integer.toString(at.port()));
        if (!at.standbys().isEmpty()) {
          environment.put(
              "PLIMSOLL_POSTGRES_STANDBYS",
              at.standbys().stream().map(PostgresUrl::jdbcUrl).collect(Collectors.joining(",")));
        }
      }
      case CDC -> {
        pipeline(environment, at, credentials);
        role(environment, "", "plimsoll_capture", credentials.capture());
      }
      case METRICS -> {}
    }
    return environment;
  }

  private static void pipeline(
      Map<String, String> environment, Endpoints at, Credentials credentials) {
    environment.put("PLIMSOLL_POSTGRES_URL", at.postgres().jdbcUrl());
    environment.put("PLIMSOLL_REDIS_URL", at.redis().toString());
    environment.put("PLIMSOLL_TAGS_KEY", credentials.tagsKey());
  }

  private static void role(
      Map<String, String> environment, String kind, String user, String password) {
    environment.put("PLIMSOLL_POSTGRES_%sUSER".formatted(kind), user);
    environment.put("PLIMSOLL_POSTGRES_%sPASSWORD".formatted(kind), password);
  }
}
