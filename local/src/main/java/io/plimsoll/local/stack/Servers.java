package io.plimsoll.local.stack;

import io.plimsoll.local.server.Binaries;
import io.plimsoll.local.server.ChildJvm;
import io.plimsoll.local.server.EmbeddedKafka;
import io.plimsoll.local.server.EmbeddedPostgres;
import io.plimsoll.local.server.EmbeddedRedis;
import io.plimsoll.local.server.EmbeddedStandby;
import io.plimsoll.local.server.Ports;
import io.plimsoll.local.server.Server;
import io.plimsoll.local.server.ServerException;
import io.plimsoll.local.server.ServiceProcess;
import io.plimsoll.local.server.StandbyOptions;
import io.plimsoll.local.server.Watchdog;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The child processes of one stack, made from its builder, not started. */
final class Servers {
  static final String DATABASE = "plimsoll";
  static final String STANDBY_SLOTS = "plimsoll_standby_";

  final Optional<EmbeddedPostgres> postgres;
  final List<EmbeddedStandby> standbys;
  final Optional<EmbeddedRedis> redis;
  final Optional<EmbeddedKafka> kafka;
  final Map<Service, ServiceProcess> services = new EnumMap<>(Service.class);
  final Endpoints endpoints;

  private final StackBuilder options;
  private final Credentials credentials;
  private final Path folder;
  private final Watchdog watchdog;

  Servers(StackBuilder options, int port, Credentials credentials, Path folder, Watchdog watchdog) {
    this.options = options;
    this.credentials = credentials;
    this.folder = folder;
    this.watchdog = watchdog;
    Ports ports = new Ports();
    Binaries binaries = new Binaries(options.layout.binaries());
    postgres =
        options.postgres.isPresent() ? Optional.empty() : Optional.of(postgres(binaries, ports));
    standbys = standbys(binaries, ports);
    redis = options.redis.isPresent() ? Optional.empty() : Optional.of(redis(binaries, ports));
    kafka = options.kafka.isPresent() ? Optional.empty() : Optional.of(kafka(ports));
    endpoints = endpoints(port);
    options.services.forEach(service -> services.put(service, service(service)));
  }

  private EmbeddedPostgres postgres(Binaries binaries, Ports ports) {
    return new EmbeddedPostgres(
        binaries,
        folder.resolve("postgres"),
        ports.next(),
        credentials.superuser(),
        options.postgresSettings,
        watchdog);
  }

  private List<EmbeddedStandby> standbys(Binaries binaries, Ports ports) {
    if (options.standbys == 0) {
      return List.of();
    }
    EmbeddedPostgres primary =
        postgres.orElseThrow(() ->
            new ServerException(
                "standbys are made only of the embedded Postgres: leave out the standbys or the Postgres URL"));
    return IntStream.rangeClosed(1, options.standbys)
        .mapToObj(number ->
            new EmbeddedStandby(
                "Standby " + number,
                binaries,
                primary,
                folder.resolve("standby-" + number),
                ports.next(),
                StandbyOptions.of(STANDBY_SLOTS + number).withSlot().withFailoverSlots(DATABASE),
                watchdog))
        .toList();
  }

  private EmbeddedRedis redis(Binaries binaries, Ports ports) {
    return new EmbeddedRedis(
        binaries,
        folder.resolve("redis"),
        ports.next(),
        credentials.redis(),
        options.redisSettings,
        watchdog);
  }

  private EmbeddedKafka kafka(Ports ports) {
    return new EmbeddedKafka(
        ChildJvm.sameClassPath(EmbeddedKafka.FLAGS)
            .withStartupCache(options.layout.startupCache("kafka"), options.training),
        folder.resolve("kafka"),
        ports.next(),
        ports.next(),
        options.kafkaSettings,
        watchdog);
  }

  private Endpoints endpoints(int port) {
    PostgresUrl database =
        options.postgres.orElseGet(() ->
            new PostgresUrl(
                postgres.orElseThrow().jdbcUrl(DATABASE),
                EmbeddedPostgres.SUPERUSER,
                credentials.superuser()));
    URI cache = options.redis.orElseGet(() -> redis.orElseThrow().url());
    String brokers = options.kafka.orElseGet(() -> kafka.orElseThrow().bootstrap());
    return new Endpoints(
        database,
        postgres.isPresent(),
        standbys.stream().map(this::url).toList(),
        cache,
        redis.isPresent(),
        brokers,
        kafka.isPresent(),
        port);
  }

  private PostgresUrl url(EmbeddedStandby standby) {
    return new PostgresUrl(
        standby.jdbcUrl(DATABASE), EmbeddedPostgres.SUPERUSER, credentials.superuser());
  }

  private ServiceProcess service(Service service) {
    Path catalog =
        options.catalog.orElseThrow(
            () -> new IllegalStateException("services need a catalog: call catalog(file)"));
    Map<String, String> environment =
        new HashMap<>(
            ServiceEnvironment.of(
                service, options.links.seenBy(service, endpoints), credentials, catalog));
    environment.putAll(options.profile.environment(service));
    environment.putAll(options.environment.getOrDefault(service, Map.of()));
    List<String> flags = new ArrayList<>(service.flags());
    flags.addAll(options.profile.flags(service));
    flags.add("--enable-native-access=ALL-UNNAMED");
    return new ServiceProcess(
        service.module(),
        new ChildJvm(flags, options.layout.classPath(service.module()))
            .withStartupCache(options.layout.startupCache(service.module()), options.training),
        service.mainClass(),
        folder.resolve("services"),
        service.adminPort(endpoints.port()),
        environment,
        watchdog);
  }

  /** Embedded servers, in the order in which people list them. */
  List<Server> embedded() {
    List<Server> all = new ArrayList<>();
    postgres.ifPresent(all::add);
    all.addAll(standbys);
    redis.ifPresent(all::add);
    kafka.ifPresent(all::add);
    return all;
  }
}
