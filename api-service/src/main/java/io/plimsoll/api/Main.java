package io.plimsoll.api;

import com.zaxxer.hikari.HikariDataSource;
import io.plimsoll.api.admin.AdminApi;
import io.plimsoll.api.admin.AdminRoutes;
import io.plimsoll.api.audit.AuditTrail;
import io.plimsoll.api.audit.Auditor;
import io.plimsoll.api.audit.ChangeHistory;
import io.plimsoll.api.auth.KeyAuth;
import io.plimsoll.api.coding.Codings;
import io.plimsoll.api.http.Drain;
import io.plimsoll.api.http.HttpFront;
import io.plimsoll.api.http.StatsLog;
import io.plimsoll.api.live.Changes;
import io.plimsoll.api.live.Live;
import io.plimsoll.api.live.LiveSettings;
import io.plimsoll.api.load.GatedOrigin;
import io.plimsoll.api.origin.CatalogWatch;
import io.plimsoll.api.origin.LiveCatalog;
import io.plimsoll.api.origin.PostgresOrigin;
import io.plimsoll.api.origin.RoutedOrigin;
import io.plimsoll.api.origin.SchemaVersion;
import io.plimsoll.api.page.CursorCodec;
import io.plimsoll.api.page.Cursors;
import io.plimsoll.api.read.AppliedPosition;
import io.plimsoll.api.read.CachePolicy;
import io.plimsoll.api.read.ReadSettings;
import io.plimsoll.api.read.ReadThrough;
import io.plimsoll.api.read.RequestLog;
import io.plimsoll.api.read.ShapesInForce;
import io.plimsoll.api.tls.Tls;
import io.plimsoll.api.write.OriginInvalidator;
import io.plimsoll.core.cache.ServerClock;
import io.plimsoll.core.catalog.Catalog;
import io.plimsoll.core.catalog.CatalogParser;
import io.plimsoll.core.catalog.QueryDef;
import io.plimsoll.core.config.ApiConfig;
import io.plimsoll.core.config.ConfigException;
import io.plimsoll.core.freshness.TagHash;
import io.plimsoll.core.freshness.TokenCodec;
import io.plimsoll.core.metrics.QueryStatsPublisher;
import io.plimsoll.core.metrics.QueryStatsRecorder;
import io.plimsoll.core.service.AdminServer;
import io.plimsoll.core.service.Health;
import io.plimsoll.core.service.Lifecycle;
import io.plimsoll.core.service.ServiceMain;
import io.plimsoll.core.service.Telemetry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.slf4j.LoggerFactory;

/** Wires api-service. */
public final class Main {
  private static final int UNFIT_CATALOG = 2;

  private Main() {}

  public static void main(String[] args) {
    ServiceMain.run("api-service", ApiConfig.class, args, Main::start);
  }

  private static void start(ApiConfig config, Lifecycle lifecycle) throws Exception {
    Catalog catalog = CatalogParser.parse(config.catalog().file());
    List<String> unmet =
        CachePolicy.problems(catalog, config.redis().given(), config.cache().memory() > 0);
    if (!unmet.isEmpty()) {
      throw new ConfigException(unmet);
    }
    ExecutorService blocking =
        lifecycle.closing("virtual threads", Executors.newVirtualThreadPerTaskExecutor());
    Telemetry telemetry = lifecycle.closing("telemetry", new Telemetry("api-service"));
    Pools pools = new Pools(config, telemetry.registry());
    HikariDataSource reader = lifecycle.closing("reader pool", pools.reader());
    Optional<HikariDataSource> writer =
        pools.writer().map(pool -> lifecycle.closing("writer pool", pool));
    Optional<KeyAuth> auth = AuthSetup.of(config.auth(), catalog, telemetry.registry());
    UnaryOperator<Catalog> checked = all -> auth.map(keys -> all.with(keys.query())).orElse(all);
    LiveCatalog live = new LiveCatalog(catalog);
    SchemaVersion schema = new SchemaVersion();
    TagHash hash = new TagHash(config.tags().key());
    ShapesInForce shapes = new ShapesInForce(Set.of(), hash, System::nanoTime);
    CatalogWatch watch =
        lifecycle.closing(
            "catalog watch",
            new CatalogWatch(
                checked.apply(catalog),
                config.postgres().publication(),
                reader,
                writer,
                schema,
                shapes,
                Main::unfit));
    CursorCodec cursors = new CursorCodec(config.tags().key());
    Codings codings = Codings.of(config.compression(), blocking, telemetry.registry());
    SharedCache shared =
        SharedCache.of(config, reader, telemetry.registry(), lifecycle, codings::around);
    ServerClock clock = shared.clock();
    GatedOrigin primary =
        new GatedOrigin(
            new PostgresOrigin(reader, schema, System::nanoTime),
            "reader",
            pools.limits(),
            telemetry.registry());
    CachePolicy policy = new CachePolicy(config.cache().mode());
    Optional<RoutedOrigin> standbys =
        StandbyReads.before(
            primary, pools, config, catalog, schema, clock, telemetry.registry(), lifecycle);
    ReadThrough.Shared reads =
        new ReadThrough.Shared(
            standbys.isPresent() ? standbys.get() : primary,
            settings(config, shapes, new Cursors(cursors)),
            policy,
            blocking,
            ReadThrough.delayOn(blocking),
            System::nanoTime,
            () -> ThreadLocalRandom.current().nextDouble());
    Health health = new Health();
    AtomicBoolean listening = new AtomicBoolean();
    Drain drain = new Drain(config.http().drainDelay(), config.http().drainTimeout());
    health.add("stop", drain::notReady);
    health.add("catalog", watch::notReady);
    health.addDegrading("postgres", primary::away);
    health.add("http", () -> listening.get() ? Optional.empty() : Optional.of("not listening yet"));
    AuditTrail trail = new AuditTrail(Clock.systemUTC());
    AdminServer admin =
        lifecycle.closing(
            "admin port",
            AdminServer.start(
                config.admin().host(),
                config.admin().port(),
                health,
                telemetry.registry(),
                Map.of("/audit", trail)));
    watch.start();
    QueryStatsRecorder stats =
        new QueryStatsRecorder(catalog.queries().stream().map(QueryDef::name).toList());
    lifecycle.closing(
        "query stats",
        QueryStatsPublisher.start(
            config.kafka(), config.instance().id().orElseGet(Main::id), stats));
    ChangeHistory history = new ChangeHistory();
    Changes changes = new Changes();
    AppliedPosition position = new AppliedPosition();
    Optional<NearCache> near =
        policy.usesMemory(catalog)
            ? NearCache.start(
                config.cache(),
                config.kafka(),
                clock,
                List.of(history, changes, position),
                telemetry.registry(),
                shared.soundings())
            : Optional.empty();
    near.ifPresent(l1 -> lifecycle.closing("l1", l1));
    RequestLog log = new StatsLog(stats);
    if (near.isPresent() && config.audit().perSecond() > 0) {
      Auditor auditor =
          new Auditor(
              log, primary, history, telemetry.registry(), trail, config.audit().perSecond());
      lifecycle.closing("auditor", auditor);
      auditor.start();
      log = auditor;
    }
    admin.mount(
        AdminApi.PATH,
        AdminRoutes.open(
            new AdminRoutes.Parts(
                config,
                live,
                watch,
                checked,
                next -> AuthSetup.problems(config.auth(), next),
                hash,
                new OriginInvalidator(reader, config.postgres().publication(), hash),
                stats,
                standbys,
                near.map(NearCache::view),
                shared.apart(),
                shared.stored(),
                reads,
                policy),
            lifecycle));
    Vertx vertx = HttpFront.vertx(config.http(), config.tls().certificate().isPresent());
    lifecycle.closing("http", () -> vertx.close().await());
    health.addDegrading("redis", shared.feed());
    listen(
        vertx,
        new HttpFront.Parts(
            config.http(),
            Tls.of(config.tls(), vertx, blocking),
            config.cors(),
            codings,
            live,
            hash,
            watch::planned,
            new TokenCodec(config.tags().key()),
            auth,
            cursors,
            LimitSetup.of(config.limits()),
            near.map(NearCache::tier),
            shared.onLoops(),
            reads,
            writer.map(pool -> Writes.open(config.writes(), pool, lifecycle)),
            blocking,
            near.map(cache -> position),
            live(config, changes, telemetry),
            log,
            telemetry.registry(),
            drain));
    lifecycle.closing("drain", drain);
    listening.set(true);
    if (config.lifecycle().exitWithParent()) {
      lifecycle.exitWithParent();
    }
  }

  private static ReadSettings settings(ApiConfig config, ShapesInForce shapes, Cursors cursors) {
    ApiConfig.Cache cache = config.cache();
    return new ReadSettings(
        shapes,
        cache.maxEntry(),
        cache.lease(),
        cache.leaseWait(),
        cache.ttlJitter() / 100.0,
        cache.earlyRefresh() / 100.0,
        cursors::of);
  }

  private static Live live(ApiConfig config, Changes changes, Telemetry telemetry) {
    ApiConfig.Live live = config.live();
    LiveSettings settings =
        new LiveSettings(
            live.streams(), live.heartbeat(), live.retry(), config.auth().maxStaleness());
    return Live.of(settings, changes, telemetry.registry());
  }

  private static void listen(Vertx vertx, HttpFront.Parts parts) {
    DeploymentOptions everyLoop =
        new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors());
    vertx.deployVerticle(() -> new HttpFront(parts), everyLoop).await();
    LoggerFactory.getLogger(Main.class)
        .info(
            "listening on {}://{}:{}",
            parts.tls().isPresent() ? "https" : "http",
            parts.http().host(),
            parts.http().port());
  }

  private static String id() {
    String host = Objects.requireNonNullElse(System.getenv("HOSTNAME"), "localhost");
    return host + ":" + ProcessHandle.current().pid();
  }

  private static void unfit(List<String> problems) {
    problems.forEach(problem -> System.err.println("api-service: catalog: " + problem));
    Runtime.getRuntime().exit(UNFIT_CATALOG);
  }
}
