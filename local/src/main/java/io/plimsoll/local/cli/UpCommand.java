package io.plimsoll.local.cli;

import io.plimsoll.core.catalog.CatalogParser;
import io.plimsoll.local.server.ServerException;
import io.plimsoll.local.stack.Endpoints;
import io.plimsoll.local.stack.Layout;
import io.plimsoll.local.stack.PostgresUrl;
import io.plimsoll.local.stack.Profile;
import io.plimsoll.local.stack.Service;
import io.plimsoll.local.stack.Stack;
import io.plimsoll.local.stack.StackBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts everything, says where it is, and stops it on Ctrl-C or SIGTERM. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Starts Postgres, Redis, Kafka and the three services, and runs until Ctrl-C.",
      "A server given by its address is used as it is, not started."
    })
final class UpCommand implements Callable<Integer> {
  private static final String DEFAULT_EXAMPLE = "articles";
  private static final int MAX_STANDBYS = 4;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--catalog",
      paramLabel = "FILE",
      description = "The queries and writes to serve.")
  private @Nullable Path catalog;

  @Option(
      names = "--example",
      paramLabel = "NAME",
      description =
          "A catalog of examples/, with its tables and data: articles, control-plane, recipes or risks."
              + " With --catalog only these, for its queries. Default, without --catalog: articles.")
  private @Nullable String example;

  @Option(
      names = "--postgres",
      paramLabel = "URL",
      description =
          "postgresql://user:password@host:port/database of an operator who may create roles and event triggers (a superuser)."
              + " The password may come from PGPASSWORD instead, where other users of this machine cannot see it.")
  private @Nullable String postgres;

  @Option(
      names = "--standbys",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Starts N hot standbys of our own Postgres; the API reads from them too. Default: ${DEFAULT-VALUE}.")
  private int standbys;

  @Option(
      names = "--redis",
      paramLabel = "URL",
      description = "redis://:password@host:port, Redis 6.2 or later, or Valkey.")
  private @Nullable URI redis;

  @Option(names = "--kafka", paramLabel = "HOST:PORT", description = "A broker's client listener.")
  private @Nullable String kafka;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8080",
      description =
          "The API's port; the admin ports are the three after it. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Keeps data and passwords for the next start. Default: a temporary folder, removed at the end.")
  private @Nullable Path data;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      defaultValue = "default",
      description =
          "default, or low-latency: a commit leaves the caches sooner, and the worker takes about half a core while nobody writes."
              + " Default: ${DEFAULT-VALUE}.",
      converter = ProfileConverter.class)
  private Profile profile = Profile.DEFAULT;

  @Option(
      names = "--no-l1",
      description = "The API keeps no answers in its own memory: every hit is Redis's.")
  private boolean noL1;

  @Option(
      names = "--auth",
      description = "The API asks for keys (auth.mode=required): ./plimsoll keys create.")
  private boolean auth;

  @Option(
      names = "--servers-only",
      description =
          "Starts and sets up the servers, not our services: to run one of those by hand.")
  private boolean serversOnly;

  @Override
  public Integer call() throws InterruptedException {
    UpOutput output =
        new UpOutput(spec.commandLine().getOut(), spec.commandLine().getColorScheme().ansi());
    StackBuilder builder = builder().listener(output);
    output.begin();
    StateFolder states = StateFolder.of(System.getenv());
    try (Running running = Running.start(builder, states, output)) {
      Stack stack = running.stack();
      output.ready(stack.endpoints(), hints(stack.endpoints()));
      running.await();
    }
    return 0;
  }

  private List<String> hints(Endpoints endpoints) {
    List<String> lines = new Hints(CatalogParser.parse(catalogFile()), endpoints).lines();
    if (catalog == null) {
      lines.add("# more to try: examples/%s/README.md".formatted(exampleName()));
    }
    return lines;
  }

  private StackBuilder builder() {
    StackBuilder builder =
        Stack.builder()
            .port(port)
            .profile(profile)
            .services(serversOnly ? new Service[0] : Service.values());
    if (noL1) {
      builder.environment(Service.API, "PLIMSOLL_CACHE_MEMORY", "0");
    }
    if (auth) {
      builder.environment(Service.API, "PLIMSOLL_AUTH_MODE", "required");
    }
    if (postgres != null && catalog == null && example == null) {
      throw new ServerException(
          "--postgres needs a catalog: --catalog FILE, or --example %s, which makes its tables in that database"
              .formatted(DEFAULT_EXAMPLE));
    }
    if (port < 1 || port > 65_532) {
      throw new ServerException(
          "--port must be from 1 to 65532 (three more ports follow it), was " + port);
    }
    if (catalog == null || example != null) {
      builder.example(exampleName());
    }
    if (catalog != null) {
      builder.catalog(catalog);
    }
    servers(builder);
    if (data != null) {
      builder.data(data);
    }
    return builder;
  }

  private void servers(StackBuilder builder) {
    if (standbys < 0 || standbys > MAX_STANDBYS) {
      throw new ServerException(
          "--standbys must be from 0 to %d, was %d".formatted(MAX_STANDBYS, standbys));
    }
    if (standbys > 0 && postgres != null) {
      throw new ServerException(
          "--standbys and --postgres exclude each other: only our own Postgres can be copied");
    }
    builder.standbys(standbys);
    if (postgres != null) {
      try {
        builder.postgres(PostgresUrl.parse(postgres, System.getenv()));
      } catch (IllegalArgumentException e) {
        throw new ServerException("--postgres: " + e.getMessage(), e);
      }
    }
    if (redis != null) {
      if (redis.getHost() == null || !"redis".equals(redis.getScheme())) {
        throw new ServerException("--redis must look like redis://:password@host:port");
      }
      builder.redis(redis);
    }
    if (kafka != null) {
      if (!kafka.matches("[^:,/\\s]+:\\d{1,5}(,[^:,/\\s]+:\\d{1,5})*")) {
        throw new ServerException("--kafka must look like host:port, was " + kafka);
      }
      builder.kafka(kafka);
    }
  }

  private String exampleName() {
    return example == null ? DEFAULT_EXAMPLE : example;
  }

  private Path catalogFile() {
    return catalog == null ? Layout.find().example(exampleName()).resolve("catalog.yaml") : catalog;
  }
}
