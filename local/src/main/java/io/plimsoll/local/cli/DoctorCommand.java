package io.plimsoll.local.cli;

import io.plimsoll.core.catalog.Catalog;
import io.plimsoll.core.catalog.CatalogException;
import io.plimsoll.core.catalog.CatalogParser;
import io.plimsoll.local.doctor.Doctor;
import io.plimsoll.local.doctor.Finding;
import io.plimsoll.local.doctor.Fixer;
import io.plimsoll.local.doctor.Status;
import io.plimsoll.local.doctor.Targets;
import io.plimsoll.local.server.ServerException;
import io.plimsoll.local.stack.PostgresUrl;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks every prerequisite of the servers, and mends what is safe to mend. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Checks what Plimsoll needs of Postgres, Redis and Kafka, says why, and how to mend it.",
      "Without servers given: those of the running stack. Exit code 1 when something fails."
    })
final class DoctorCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--postgres",
      paramLabel = "URL",
      description =
          "postgresql://user:password@host:port/database of a superuser; the password may come from PGPASSWORD.")
  private @Nullable String postgres;

  @Option(
      names = "--standby",
      paramLabel = "URL",
      description = "A standby that the API reads from, like --postgres; several possible.")
  private List<String> standbys = List.of();

  @Option(names = "--redis", paramLabel = "URL", description = "redis://:password@host:port.")
  private @Nullable URI redis;

  @Option(
      names = "--kafka",
      paramLabel = "HOST:PORT",
      description = "Brokers to begin with, separated by commas.")
  private @Nullable String kafka;

  @Option(
      names = "--catalog",
      paramLabel = "FILE",
      description =
          "Its tables and keyed tags are checked. Default: the running stack's, or the tables that the setup was told of.")
  private @Nullable Path catalog;

  @Option(
      names = "--pool-max",
      paramLabel = "N",
      defaultValue = "" + Targets.DEFAULT_POOL,
      description = "pool.max of an API instance. Default: ${DEFAULT-VALUE}.")
  private int pool;

  @Option(
      names = "--instances",
      paramLabel = "N",
      defaultValue = "1",
      description = "API instances. Default: ${DEFAULT-VALUE}.")
  private int instances;

  @Option(
      names = "--slot",
      paramLabel = "NAME",
      defaultValue = Targets.DEFAULT_NAME,
      description = "capture.slot. Default: ${DEFAULT-VALUE}.")
  private String slot = Targets.DEFAULT_NAME;

  @Option(
      names = "--publication",
      paramLabel = "NAME",
      defaultValue = Targets.DEFAULT_NAME,
      description = "capture.publication. Default: ${DEFAULT-VALUE}.")
  private String publication = Targets.DEFAULT_NAME;

  @Option(
      names = "--topic-prefix",
      paramLabel = "NAME",
      defaultValue = Targets.DEFAULT_NAME,
      description = "kafka.topic-prefix. Default: ${DEFAULT-VALUE}.")
  private String prefix = Targets.DEFAULT_NAME;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8080",
      description = "Port of the running stack's API. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--fix",
      description =
          "Runs the fixes that are marked safe: grants and attributes of Plimsoll's roles, event triggers enabled, tables and"
              + " operations added to the publication, settings of Plimsoll's topics. Never a restart, a replica identity or a drop.")
  private boolean fix;

  @Option(names = "--json", description = "For scripts.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    Targets targets = targets();
    List<Finding> findings = Doctor.examine(targets);
    List<Fixer.Outcome> fixes = List.of();
    if (fix) {
      fixes = new Fixer(targets).run(findings);
      findings = fixes.isEmpty() ? findings : Doctor.examine(targets);
    }
    DoctorOutput output =
        new DoctorOutput(spec.commandLine().getOut(), spec.commandLine().getColorScheme().ansi());
    if (json) {
      output.json(findings, fixes);
    } else {
      output.text(findings, fixes);
    }
    return findings.stream().anyMatch(finding -> finding.status() == Status.FAIL) ? Main.FAILED : 0;
  }

  private Targets targets() {
    boolean given = postgres != null || redis != null || kafka != null || !standbys.isEmpty();
    Targets targets = given ? givenTargets() : running(RunningStack.on(port));
    return new Targets(
        targets.postgres(),
        targets.standbys(),
        targets.redis(),
        targets.kafka(),
        targets.catalog(),
        slot,
        publication,
        prefix,
        pool,
        instances);
  }

  private Targets givenTargets() {
    if (redis != null
        && (redis.getRawAuthority() == null
            || !String.valueOf(redis.getScheme()).matches("rediss?"))) {
      throw new ServerException("--redis must look like redis://:password@host:port");
    }
    if (kafka != null && !kafka.matches("[^:,/\\s]+:\\d{1,5}(,[^:,/\\s]+:\\d{1,5})*")) {
      throw new ServerException("--kafka must look like host:port, was " + kafka);
    }
    return Targets.of(
        Optional.ofNullable(postgres).map(url -> url("--postgres", url)),
        standbys.stream().map(url -> url("--standby", url)).toList(),
        Optional.ofNullable(redis),
        Optional.ofNullable(kafka),
        catalog(Optional.ofNullable(catalog)));
  }

  private static PostgresUrl url(String option, String text) {
    try {
      return PostgresUrl.parse(text, System.getenv());
    } catch (IllegalArgumentException e) {
      throw new ServerException(option + ": " + e.getMessage(), e);
    }
  }

  private Targets running(State state) {
    List<PostgresUrl> databases =
        urls(state, State.Kind.POSTGRES).map(url -> PostgresUrl.parse(url, Map.of())).toList();
    return Targets.of(
        databases.stream().findFirst(),
        databases.stream().skip(1).toList(),
        urls(state, State.Kind.REDIS).map(URI::create).findFirst(),
        urls(state, State.Kind.KAFKA).findFirst(),
        catalog(
            Optional.ofNullable(catalog)
                .or(() ->
                    Optional.of(state.catalog()).filter(file -> !file.isEmpty()).map(Path::of))));
  }

  private static Stream<String> urls(State state, State.Kind kind) {
    return state.parts().stream().filter(part -> part.kind() == kind).map(State.Part::url);
  }

  private static Optional<Catalog> catalog(Optional<Path> file) {
    try {
      return file.map(CatalogParser::parse);
    } catch (CatalogException e) {
      throw new ServerException(String.valueOf(e.getMessage()), e);
    }
  }
}
