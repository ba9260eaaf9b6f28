package io.plimsoll.local.stack;

import io.plimsoll.local.server.EmbeddedKafka;
import io.plimsoll.local.server.EmbeddedPostgres;
import io.plimsoll.local.server.EmbeddedRedis;
import io.plimsoll.local.server.EmbeddedStandby;
import io.plimsoll.local.server.Ports;
import io.plimsoll.local.server.Server;
import io.plimsoll.local.server.ServerException;
import io.plimsoll.local.server.ServiceProcess;
import io.plimsoll.local.server.Watchdog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

/**
 * Servers and services as one thing: started in parallel, all or nothing, and stopped together.
 *
 * <pre>{@code
 * try (Stack stack = Stack.builder().catalog(file).origin(step).services(Service.values()).build()) {
 *   stack.start();
 *   stack.redis().kill();
 *   stack.redis().start();
 * }
 * }</pre>
 *
 * <p>Thread-safe. Whoever built it closes it; when this JVM is killed, everything ends as well, and
 * temporary data is removed.
 */
public final class Stack implements AutoCloseable {
  private static final int PORTS = 4;

  private final StackBuilder options;
  private final Watchdog watchdog;
  private final DataFolder data;
  private final Credentials credentials;
  private final Servers servers;
  private final Origin origin;
  private final ReentrantLock life = new ReentrantLock();
  private volatile boolean closing;
  private boolean closed;

  Stack(StackBuilder options) {
    this.options = options;
    OriginStep step = options.originStep();
    int port = requireFree(options.port);
    watchdog = Watchdog.start();
    try {
      data = DataFolder.open(options.data, watchdog);
    } catch (RuntimeException e) {
      watchdog.close();
      throw e;
    }
    try {
      credentials = Credentials.of(data.path());
      servers = new Servers(options, port, credentials, data.path(), watchdog);
      origin = new Origin(servers, step, credentials, options.listener);
    } catch (RuntimeException e) {
      data.close();
      watchdog.close();
      throw e;
    }
  }

  public static StackBuilder builder() {
    return new StackBuilder();
  }

  private static int requireFree(int wanted) {
    if (wanted == 0) {
      Ports ports = new Ports();
      return IntStream.generate(ports::next)
          .filter(port -> busy(port).isEmpty())
          .findFirst()
          .orElseThrow();
    }
    List<String> busy = busy(wanted);
    if (busy.isEmpty()) {
      return wanted;
    }
    throw new ServerException(
        "port %s of 127.0.0.1 is in use (the API takes %d, the admin listeners %d to %d): stop what listens there, or give another --port"
            .formatted(String.join(", ", busy), wanted, wanted + 1, wanted + PORTS - 1));
  }

  private static List<String> busy(int first) {
    return IntStream.range(first, first + PORTS)
        .filter(port -> !Ports.isFree(port))
        .mapToObj(Integer::toString)
        .toList();
  }

  /**
   * Starts everything and returns when all parts are ready.
   *
   * @throws ServerException when one part fails; everything else is stopped then
   */
  public void start() {
    life.lock();
    try {
      origin.requireReachable();
      ExternalServers.requireReachable(options);
      Parallel.run(steps(System.nanoTime()));
    } catch (RuntimeException e) {
      closeAfter(e);
      throw e;
    } finally {
      life.unlock();
    }
  }

  private List<Runnable> steps(long began) {
    List<Runnable> steps = new ArrayList<>();
    steps.add(() -> startPostgres(began));
    servers.redis.ifPresent(redis -> steps.add(() -> step(redis.name(), began, redis::start)));
    servers.kafka.ifPresent(kafka -> steps.add(() -> step(kafka.name(), began, kafka::start)));
    servers
        .services
        .values()
        .forEach(service -> steps.add(() -> step(service.name(), began, service::start)));
    return steps;
  }

  /** A standby is a copy of the primary, and is made when that is set up. */
  private void startPostgres(long began) {
    step("Postgres", began, origin::start);
    origin.dropStandbySlots();
    List<Runnable> steps = new ArrayList<>();
    servers.standbys.forEach(
        standby -> steps.add(() -> step(standby.name(), began, standby::start)));
    Parallel.run(steps);
  }

  private void step(String part, long began, Runnable start) {
    if (!closing) {
      start.run();
      options.listener.ready(part, Duration.ofNanos(System.nanoTime() - began));
    }
  }

  private void closeAfter(RuntimeException failure) {
    try {
      close();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  /** Where everything is, known before the start. */
  public Endpoints endpoints() {
    return servers.endpoints;
  }

  public Credentials credentials() {
    return credentials;
  }

  /** What the worker is tuned for. */
  public Profile profile() {
    return options.profile;
  }

  /** The folder with data and logs. */
  public Path data() {
    return data.path();
  }

  /** The catalog that the services use. */
  public Optional<Path> catalog() {
    return options.catalog;
  }

  /** The watchdog that removes things if this JVM is killed. */
  public Watchdog watchdog() {
    return watchdog;
  }

  /** The embedded Postgres; an error when it was given by URL. */
  public EmbeddedPostgres postgres() {
    return servers.postgres.orElseThrow();
  }

  /** The standbys that were asked for. */
  public List<EmbeddedStandby> standbys() {
    return servers.standbys;
  }

  /** The embedded Redis; an error when it was given by URL. */
  public EmbeddedRedis redis() {
    return servers.redis.orElseThrow();
  }

  /** The embedded broker; an error when it was given by URL. */
  public EmbeddedKafka kafka() {
    return servers.kafka.orElseThrow();
  }

  /** The services that were asked for. */
  public Set<Service> services() {
    return Set.copyOf(servers.services.keySet());
  }

  /** One of the services that were asked for. */
  public ServiceProcess service(Service service) {
    ServiceProcess process = servers.services.get(service);
    if (process == null) {
      throw new IllegalArgumentException(
          service.module() + " was not asked for: builder().services(…)");
    }
    return process;
  }

  /** All child processes: embedded servers, then services. */
  public List<Server> children() {
    List<Server> all = new ArrayList<>(servers.embedded());
    all.addAll(servers.services.values());
    return all;
  }

  /**
   * Stops the services, then the servers, and removes temporary data. Does nothing the second time.
   * May be called while another thread is in {@link #start}, which fails then.
   */
  @Override
  public void close() {
    closing = true;
    if (!life.isHeldByCurrentThread() && life.isLocked()) {
      stop(children());
    }
    life.lock();
    try {
      if (!closed) {
        closed = true;
        release();
      }
    } finally {
      life.unlock();
    }
  }

  private void release() {
    try (watchdog;
        data) {
      stop(servers.services.values());
      origin.release(data.temporary());
      stop(servers.embedded());
    }
  }

  private void stop(Iterable<? extends Server> some) {
    List<Runnable> steps = new ArrayList<>();
    for (Server server : some) {
      boolean ran = server.isAlive();
      steps.add(() -> {
        server.stop();
        if (ran) {
          options.listener.stopped(server.name());
        }
      });
    }
    Parallel.runAll(steps);
  }
}
