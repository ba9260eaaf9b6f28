package io.plimsoll.local.stack;

import io.plimsoll.core.catalog.CatalogParser;
import io.plimsoll.local.server.ServerException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the stack is to be; the defaults are three embedded servers on temporary data and no
 * service.
 */
public final class StackBuilder {
  Layout layout = Layout.find();
  int port;
  int standbys;
  boolean training;
  Profile profile = Profile.DEFAULT;
  Optional<Path> data = Optional.empty();
  Optional<Path> catalog = Optional.empty();
  Optional<PostgresUrl> postgres = Optional.empty();
  Optional<URI> redis = Optional.empty();
  Optional<String> kafka = Optional.empty();
  Optional<OriginStep> origin = Optional.empty();
  Optional<Path> example = Optional.empty();
  StackListener listener = StackListener.SILENT;
  Links links = Links.DIRECT;
  final Set<Service> services = EnumSet.noneOf(Service.class);
  final Map<Service, Map<String, String>> environment = new EnumMap<>(Service.class);
  final Map<String, String> postgresSettings = new HashMap<>();
  final Map<String, String> redisSettings = new HashMap<>();
  final Map<String, String> kafkaSettings = new HashMap<>();

  StackBuilder() {}

  public StackBuilder layout(Layout value) {
    layout = value;
    return this;
  }

  /**
   * Makes the start-up caches of Kafka and the services instead of using them; written at the end.
   */
  public StackBuilder training() {
    training = true;
    return this;
  }

  /** What the worker is tuned for; a variable given by {@link #environment} goes before it. */
  public StackBuilder profile(Profile value) {
    profile = value;
    return this;
  }

  /** Standbys of the embedded Postgres, from which the API may read. The default is none. */
  public StackBuilder standbys(int count) {
    standbys = count;
    return this;
  }

  /** The API's port; the admin ports are the three after it. 0, the default: any free ones. */
  public StackBuilder port(int value) {
    port = value;
    return this;
  }

  /** A folder that is kept, with the data and the credentials in it. */
  public StackBuilder data(Path folder) {
    data = Optional.of(folder);
    return this;
  }

  /** The catalog the services use; its tables are watched. */
  public StackBuilder catalog(Path file) {
    catalog = Optional.of(file);
    return this;
  }

  /** The catalog of {@code examples/<name>}, with its tables and data. */
  public StackBuilder example(String name) {
    Path folder = layout.example(name);
    if (!Files.isRegularFile(folder.resolve("catalog.yaml"))) {
      throw new ServerException(
          "there is no example %s: choose one of %s"
              .formatted(name, String.join(", ", layout.examples())));
    }
    example = Optional.of(folder);
    return catalog(folder.resolve("catalog.yaml"));
  }

  /** Services to start as child JVMs. */
  public StackBuilder services(Service... some) {
    services.addAll(Set.of(some));
    return this;
  }

  /** One more variable for one service, such as {@code PLIMSOLL_HEARTBEAT_INTERVAL}. */
  public StackBuilder environment(Service service, String name, String value) {
    environment.computeIfAbsent(service, any -> new HashMap<>()).put(name, value);
    return this;
  }

  /** A running Postgres, as its operator, instead of the embedded one. */
  public StackBuilder postgres(PostgresUrl url) {
    postgres = Optional.of(url);
    return this;
  }

  /** A running Redis, {@code redis://:password@host:port}, instead of the embedded one. */
  public StackBuilder redis(URI url) {
    redis = Optional.of(url);
    return this;
  }

  /** Running Kafka brokers, {@code host:port}, instead of the embedded one. */
  public StackBuilder kafka(String bootstrap) {
    kafka = Optional.of(bootstrap);
    return this;
  }

  /** A setting of the embedded Postgres, such as {@code synchronous_standby_names}. */
  public StackBuilder postgresSetting(String name, String value) {
    postgresSettings.put(name, value);
    return this;
  }

  /** A setting of the embedded Redis, such as {@code maxmemory}. */
  public StackBuilder redisSetting(String name, String value) {
    redisSettings.put(name, value);
    return this;
  }

  /** A property of the embedded broker. */
  public StackBuilder kafkaSetting(String name, String value) {
    kafkaSettings.put(name, value);
    return this;
  }

  /**
   * What to do with Postgres once it answers; the default runs infra/postgres when there is a
   * catalog.
   */
  public StackBuilder origin(OriginStep step) {
    origin = Optional.of(step);
    return this;
  }

  /** What each service is told of where the others are; the default is the truth. */
  public StackBuilder links(Links value) {
    links = value;
    return this;
  }

  public StackBuilder listener(StackListener value) {
    listener = value;
    return this;
  }

  /**
   * The step to run.
   *
   * @throws io.plimsoll.core.catalog.CatalogException with every mistake of the catalog
   */
  OriginStep originStep() {
    return origin.or(() -> catalog.map(this::sqlOrigin)).orElse(OriginStep.NONE);
  }

  private OriginStep sqlOrigin(Path file) {
    List<String> tables = List.copyOf(CatalogParser.parse(file).tables());
    return new SqlOrigin(
        layout.originSql(),
        tables,
        example.filter(folder -> Files.exists(folder.resolve("schema.sql"))));
  }

  /** Starts nothing yet; the caller closes the stack. */
  public Stack build() {
    return new Stack(this);
  }
}
