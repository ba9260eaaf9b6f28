package io.plimsoll.core.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Configuration of api-service. */
@Doc("api-service")
public record ApiConfig(
    Http http,
    CompressionConfig compression,
    CorsConfig cors,
    TlsConfig tls,
    Postgres postgres,
    Pool pool,
    Writes writes,
    Live live,
    Cache cache,
    CommonConfig.Redis redis,
    CommonConfig.Kafka kafka,
    CommonConfig.CatalogFile catalog,
    CommonConfig.Tags tags,
    Auth auth,
    Limits limits,
    Audit audit,
    Warm warm,
    Instance instance,
    Admin admin,
    CommonConfig.Lifecycle lifecycle) {

  public ApiConfig {
    CommonConfig.require(
        redis.given() || !cache.mode().shared(),
        "cache.mode: must be memory or none without redis.url, was " + cache.mode().label());
    CommonConfig.require(
        redis.given() || postgres.standbys().isEmpty(),
        "postgres.standbys: how far one is behind is told by the clock of Redis: needs redis.url");
    CommonConfig.require(
        cache.memory() > 0 || cache.mode() != CacheMode.MEMORY,
        "cache.memory: must be above 0 with cache.mode=memory");
  }

  /** {@code http.*}. */
  public record Http(
      @Default("127.0.0.1") @Doc("address of the API") String host,
      @Default("8080") @Doc("port of the API; 0 for any free one") int port,
      @Default("1048576") @Doc("most bytes of a request's body, then 413") int maxBody,
      @Default("true") @Doc("whether answers tell their tags, hashed, as `Cache-Groups` (RFC 9875)")
          boolean cacheGroups,
      @Default("8192") @Doc("most bytes of a request line, then 414") int maxUri,
      @Default("16384") @Doc("most bytes of a request's header fields, then 431") int maxHeaders,
      @Default("10s") @Doc("longest time from a request's first byte to its last, then 408")
          Duration requestTimeout,
      @Default("0s")
          @Doc(
              "on SIGTERM, how long requests are still taken while `/readyz` says 503: as long as a load balancer needs to see it")
          Duration drainDelay,
      @Default("10s") @Doc("how long requests under way may take after that")
          Duration drainTimeout) {
    public Http {
      CommonConfig.requirePort(port);
      CommonConfig.require(maxUri >= 1_024, "max-uri: must be at least 1024, was " + maxUri);
      CommonConfig.require(
          maxHeaders >= 1_024, "max-headers: must be at least 1024, was " + maxHeaders);
      CommonConfig.requirePositive(requestTimeout, "request-timeout");
      CommonConfig.requirePositive(drainTimeout, "drain-timeout");
    }
  }

  /** {@code postgres.*}. */
  public record Postgres(
      @Doc("the primary, `jdbc:postgresql://host:port/database`, without credentials") String url,
      @Doc("role that reads") String user,
      @Secret @Doc("its password") String password,
      @Doc("role of the catalog's writes; without it writes answer 503")
          Optional<String> writerUser,
      @Secret @Doc("its password") Optional<String> writerPassword,
      @DefaultBy(
              key = "pool.profile",
              value = {"dev=30s", "staging=5s", "prod=5s"})
          @Doc("longest run of a statement")
          Duration statementTimeout,
      @Default("plimsoll") @Doc("publication that a table must be in for its queries to be cached")
          String publication,
      @Default("")
          @Doc(
              "standbys to read from, a JDBC URL like the primary's each; they must stream from the primary")
          List<String> standbys,
      @Default("20ms")
          @Doc(
              "how long a read with a token waits for a standby to show the write, then the primary")
          Duration standbyWait,
      @Default("round-robin") @Doc("which of several fit standbys is asked")
          BalancePolicy standbyPolicy,
      @Default("")
          @Doc(
              "standbys that get no reads from the start, by name: `standby-2` is the second of `postgres.standbys`")
          List<String> standbysDrained) {
    public Postgres {
      CommonConfig.checkJdbcUrl(url);
      standbys = List.copyOf(standbys);
      standbys.forEach(standby -> CommonConfig.checkJdbcUrl(standby, "standbys"));
      CommonConfig.require(!standbyWait.isNegative(), "standby-wait: must not be negative");
      standbysDrained = List.copyOf(standbysDrained);
      for (String name : standbysDrained) {
        CommonConfig.require(
            IntStream.rangeClosed(1, standbys.size()).anyMatch(i -> name.equals("standby-" + i)),
            "standbys-drained: there is no standby \"%s\"".formatted(name));
      }
      CommonConfig.requirePositive(statementTimeout, "statement-timeout");
      CommonConfig.require(
          writerUser.isPresent() == writerPassword.isPresent(),
          "writer-user: must be given together with writer-password");
    }
  }

  /** {@code pool.*}: the reader's, the writer's and each standby's pool are of this size. */
  public record Pool(
      @Default("prod") @Doc("what the numbers below are for; each of them may be given besides")
          PoolProfile profile,
      @DefaultBy(
              key = "pool.profile",
              value = {"dev=4", "staging=6", "prod=10"})
          @Doc("most connections to Postgres for each role")
          int max,
      @DefaultBy(
              key = "pool.profile",
              value = {"dev=0", "staging=50", "prod=100"})
          @Doc("percent of `pool.max` that stay open when nothing is asked")
          int minIdle,
      @DefaultBy(
              key = "pool.profile",
              value = {"dev=1s", "staging=250ms", "prod=250ms"})
          @Doc("longest wait for a connection, then 503")
          Duration timeout,
      @DefaultBy(
              key = "pool.profile",
              value = {"dev=1m", "staging=5m", "prod=10m"})
          @Doc("a connection beyond `pool.min-idle` that was not used for this long is closed")
          Duration idleTimeout,
      @DefaultBy(
              key = "pool.profile",
              value = {"dev=10m", "staging=30m", "prod=30m"})
          @Doc("a connection is replaced at this age")
          Duration maxLifetime,
      @DefaultBy(
              key = "pool.profile",
              value = {"dev=10s", "staging=30s", "prod=0s"})
          @Doc("a connection that is held for longer is told in the log; 0s for never")
          Duration leakDetection,
      @Default("75")
          @Doc(
              "percent of `pool.max` that one query may have at a time, so that a slow one leaves some to the others")
          int perQuery,
      @Default("1024")
          @Doc("most requests of one query that wait for a connection; more are told 503 at once")
          int queue,
      @Default("16")
          @Doc(
              "most reads of one query that wait for a connection and are run as one statement; 1 for each by itself")
          int together) {
    public Pool {
      CommonConfig.require(max >= 1, "max: must be at least 1, was " + max);
      CommonConfig.requirePositive(timeout, "timeout");
      requireAtLeast(timeout, Duration.ofMillis(250), "timeout");
      requireAtLeast(idleTimeout, Duration.ofSeconds(10), "idle-timeout");
      requireAtLeast(maxLifetime, Duration.ofMinutes(1), "max-lifetime");
      if (!leakDetection.isZero()) {
        requireAtLeast(leakDetection, Duration.ofSeconds(2), "leak-detection");
      }
      CommonConfig.require(
          minIdle >= 0 && minIdle <= 100, "min-idle: must be from 0 to 100, was " + minIdle);
      CommonConfig.require(
          perQuery >= 1 && perQuery <= 100, "per-query: must be from 1 to 100, was " + perQuery);
      CommonConfig.require(queue >= 0, "queue: must be at least 0, was " + queue);
      CommonConfig.require(
          together >= 1 && together <= 100, "together: must be from 1 to 100, was " + together);
    }

    private static void requireAtLeast(Duration given, Duration least, String key) {
      CommonConfig.require(
          given.compareTo(least) >= 0,
          "%s: must be at least %s, was %s"
              .formatted(key, Durations.format(least), Durations.format(given)));
    }
  }

  /** {@code writes.*}. */
  public record Writes(
      @Default("24h") @Doc("how long the answer to an `Idempotency-Key` is kept for retries")
          Duration idempotencyKeep,
      @Default("250ms")
          @Doc("how long a request waits for one that came before it with the same key, then 409")
          Duration idempotencyWait) {
    public Writes {
      CommonConfig.requirePositive(idempotencyKeep, "idempotency-keep");
      CommonConfig.require(!idempotencyWait.isNegative(), "idempotency-wait: must not be negative");
    }
  }

  /** {@code live.*}. */
  public record Live(
      @Default("1000")
          @Doc("most event streams that an instance has open; one more is 503; 0 for none")
          int streams,
      @Default("15s") @Doc("how often a stream shows that it is alive") Duration heartbeat,
      @Default("2s") @Doc("how long a client is told to wait before it comes again")
          Duration retry) {
    public Live {
      CommonConfig.require(streams >= 0, "streams: must be at least 0, was " + streams);
      CommonConfig.requirePositive(heartbeat, "heartbeat");
      CommonConfig.requirePositive(retry, "retry");
    }
  }

  /** {@code cache.*}. */
  public record Cache(
      @Default("tiered")
          @Doc(
              "where answers are kept: `tiered` (in the process and in Redis), `redis`, `memory` (in the process) or `none`; a query's `cache:` in the catalog counts more")
          CacheMode mode,
      @Doc(
              "name of a cache of one's own in the place of the one in the process (see `docs/modes.md`)")
          Optional<String> provider,
      @Default("plimsoll") @Doc("first part of every key in Redis; the same for api and cdc")
          String namespace,
      @Default("1")
          @Doc("how many partitions the answers are spread over; at most as many as the worker has")
          int partitions,
      @Default("1048576") @Doc("most bytes of an answer that is stored; larger ones are served")
          int maxEntry,
      @Default("67108864")
          @Doc("most bytes of answers kept in the process, nearest to the reader; 0 for none")
          long memory,
      @Default("2s") @Doc("how long one instance may load a key before another may") Duration lease,
      @Default("250ms")
          @Doc("how long a request waits for another instance's load before it loads itself")
          Duration leaseWait,
      @Default("10")
          @Doc("percent of a TTL that chance may take away: stored together, expired apart")
          int ttlJitter,
      @Default("100")
          @Doc(
              "how eagerly an answer is renewed before its TTL ends; 0 for never, 100 as in the paper")
          int earlyRefresh,
      @Default("0")
          @Doc(
              "how many recent keys are remembered, 1.5 bytes each, so that only what was asked for before is stored in Redis: against requests for ever new keys; 0 to store everything")
          int admissionKeys) {
    public Cache {
      CommonConfig.checkNamespace(namespace);
      CommonConfig.checkPartitions(partitions);
      CommonConfig.require(
          admissionKeys >= 0 && admissionKeys <= 100_000_000,
          "admission-keys: must be from 0 to 100000000, was " + admissionKeys);
      CommonConfig.require(
          provider.isEmpty() || !provider.get().equals("redis"),
          "provider: must not be redis, which is the shared tier");
      CommonConfig.require(memory >= 0, "memory: must be at least 0, was " + memory);
      CommonConfig.requirePositive(lease, "lease");
      CommonConfig.require(!leaseWait.isNegative(), "lease-wait: must not be negative");
      CommonConfig.require(
          ttlJitter >= 0 && ttlJitter < 100, "ttl-jitter: must be from 0 to 99, was " + ttlJitter);
      CommonConfig.require(
          earlyRefresh >= 0, "early-refresh: must be at least 0, was " + earlyRefresh);
    }
  }

  /** {@code auth.*}. */
  public record Auth(
      @Default("off")
          @Doc(
              "`required`: a request needs an API key (`./plimsoll keys create`), unless the catalog calls its query public")
          Mode mode,
      @Default("2s") @Doc("how long at most a key may be taken after it was revoked")
          Duration maxStaleness) {
    /** Whether requests need a key. */
    public enum Mode {
      OFF,
      REQUIRED
    }

    public Auth {
      CommonConfig.requirePositive(maxStaleness, "max-staleness");
    }
  }

  /** {@code limits.*}. */
  public record Limits(
      @Doc(
              "how often one client address may ask, such as `1000/1m`; of IPv6 its /64. Over all instances")
          Optional<String> perAddress,
      @Doc(
              "how often an API key may ask that has no rate of its own, such as `100/1s`. Over all instances")
          Optional<String> perKey,
      @Default("0")
          @Doc(
              "how many proxies stand before the service: so many of the last addresses in X-Forwarded-For are believed; 0 for none")
          int trustedProxies) {
    public Limits {
      CommonConfig.require(
          trustedProxies >= 0 && trustedProxies <= 10,
          "trusted-proxies: must be from 0 to 10, was " + trustedProxies);
    }
  }

  /** {@code audit.*}. */
  public record Audit(
      @Default("2")
          @Doc(
              "cached answers a second that are checked against Postgres after the fact; 0 for none")
          int perSecond) {
    public Audit {
      CommonConfig.require(
          perSecond >= 0 && perSecond <= 1_000,
          "per-second: must be from 0 to 1000, was " + perSecond);
    }
  }

  /** {@code admin.*}. */
  public record Admin(
      @Default("127.0.0.1") @Doc("address of the admin port") String host,
      @Default("8081")
          @Doc(
              "admin port with `/livez`, `/readyz`, `/metrics` and, with a token, `/admin`; 0 for any free one")
          int port,
      @Secret
          @Doc("bearer token of `/admin`, at least 16 characters; without one `/admin` answers 403")
          Optional<String> token) {
    public Admin {
      CommonConfig.requirePort(port);
      CommonConfig.require(
          token.isEmpty() || token.get().length() >= MIN_TOKEN,
          "token: must have at least " + MIN_TOKEN + " characters");
    }

    private static final int MIN_TOKEN = 16;
  }

  /** {@code warm.*}. */
  public record Warm(
      @Doc("requests whose answers are put into the cache at start: a path on each line")
          Optional<Path> file,
      @Default("50") @Doc("requests begun a second while warming, at most") int rate) {
    public Warm {
      CommonConfig.require(
          rate >= 1 && rate <= 10_000, "rate: must be from 1 to 10000, was " + rate);
    }
  }

  /** {@code instance.*}. */
  public record Instance(
      @Doc("name of this instance in metrics; default `host:pid`") Optional<String> id) {}
}
