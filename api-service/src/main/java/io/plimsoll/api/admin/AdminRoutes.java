package io.plimsoll.api.admin;

import io.plimsoll.api.origin.CatalogWatch;
import io.plimsoll.api.origin.LiveCatalog;
import io.plimsoll.api.origin.RoutedOrigin;
import io.plimsoll.api.page.CursorCodec;
import io.plimsoll.api.read.CachePolicy;
import io.plimsoll.api.read.NamedTier;
import io.plimsoll.api.read.ReadThrough;
import io.plimsoll.api.write.OriginInvalidator;
import io.plimsoll.core.cache.Cache;
import io.plimsoll.core.cache.OwnedTier;
import io.plimsoll.core.cache.redis.RedisPartitions;
import io.plimsoll.core.catalog.Catalog;
import io.plimsoll.core.catalog.QueryDef;
import io.plimsoll.core.config.ApiConfig;
import io.plimsoll.core.config.ConfigException;
import io.plimsoll.core.config.EffectiveConfig;
import io.plimsoll.core.freshness.TagHash;
import io.plimsoll.core.freshness.TokenCodec;
import io.plimsoll.core.metrics.QueryStatsRecorder;
import io.plimsoll.core.service.Lifecycle;
import io.plimsoll.core.service.Reply;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Puts the routes of {@link AdminApi} together. */
public final class AdminRoutes {
  private AdminRoutes() {}

  /** The cache in the process, by its name in headers. */
  public record Near(String name, Cache cache) {}

  /**
   * What they work with.
   *
   * @param live the catalog in force
   * @param watch knows how its queries stand
   * @param checked what it is checked with: a catalog and the service's own queries
   * @param unmet what a catalog asks for and the rest of the service does not do, a line each
   * @param standbys where there are any
   * @param near the cache in the process
   * @param redis opens a connection of the admin API's own, where there is a Redis
   * @param stored what answers pass on their way there
   */
  public record Parts(
      ApiConfig config,
      LiveCatalog live,
      CatalogWatch watch,
      UnaryOperator<Catalog> checked,
      Function<Catalog, List<String>> unmet,
      TagHash hash,
      OriginInvalidator origin,
      QueryStatsRecorder stats,
      Optional<RoutedOrigin> standbys,
      Optional<Near> near,
      Optional<Supplier<RedisPartitions>> redis,
      UnaryOperator<OwnedTier> stored,
      ReadThrough.Shared reads,
      CachePolicy policy) {}

  /**
   * Opens what they need, which the lifecycle closes; without a token nothing but a refusal.
   *
   * @throws ConfigException when the list to warm with cannot be read
   */
  public static AdminApi open(Parts parts, Lifecycle lifecycle) {
    AdminApi api = new AdminApi(parts.config().admin().token());
    Optional<List<String>> warm = parts.config().warm().file().map(AdminRoutes::list);
    if (parts.config().admin().token().isEmpty() && warm.isEmpty()) {
      return api;
    }
    Optional<RedisPartitions> redis =
        parts.redis().map(open -> lifecycle.closing("admin's redis", open.get()));
    CursorCodec cursors = new CursorCodec(parts.config().tags().key());
    Tags tags = new Tags(parts.live(), parts.hash(), cursors, parts.watch()::planned);
    Warmer warmer = lifecycle.closing("warmer", warmer(parts, redis, tags));
    warm.ifPresent(paths -> warmer.startWhen(() -> parts.watch().notReady().isEmpty(), paths));
    List<ViewedTier> tiers = tiers(parts, redis);
    CacheView view = new CacheView(parts.stats()::totals, tags, tiers);
    Invalidation invalidation =
        new Invalidation(parts.origin(), tags, new TokenCodec(parts.config().tags().key()), tiers);
    Switch killSwitch = new Switch(parts.policy(), parts.live());
    Reload reload = reload(parts);
    Standbys standbys = new Standbys(parts.standbys());
    Recordings recordings = lifecycle.closing("recordings", new Recordings());
    return api.route("GET /admin/cache", view::stats)
        .route("GET /admin/key", view::key)
        .route("POST /admin/invalidate", invalidation::end)
        .route("GET /admin/config", call -> config(parts.config()))
        .route("GET /admin/switch", call -> killSwitch.state())
        .route("POST /admin/switch", killSwitch::turn)
        .route("GET /admin/standbys", call -> standbys.states())
        .route("POST /admin/standbys", standbys::turn)
        .route("POST /admin/reload", call -> reload.run())
        .route("POST /admin/warm", warmer::start)
        .route("GET /admin/warm", call -> warmer.progress())
        .route("DELETE /admin/warm", call -> warmer.stop())
        .route("POST /admin/recording", recordings::start)
        .route("GET /admin/recording", call -> recordings.status())
        .route("DELETE /admin/recording", call -> recordings.stop())
        .route("GET /admin/recording/file", call -> recordings.file());
  }

  private static List<ViewedTier> tiers(Parts parts, Optional<RedisPartitions> redis) {
    List<ViewedTier> tiers = new ArrayList<>();
    parts
        .near()
        .ifPresent(
            l1 -> tiers.add(new NearView(l1.name(), l1.cache(), parts.config().cache().memory())));
    redis.ifPresent(shared -> tiers.add(new RedisView(NamedTier.SHARED, shared)));
    return tiers;
  }

  private static Warmer warmer(Parts parts, Optional<RedisPartitions> redis, Tags tags) {
    List<NamedTier> tiers = new ArrayList<>();
    parts.near().ifPresent(l1 -> tiers.add(new NamedTier(l1.name(), l1.cache())));
    redis.ifPresent(
        shared -> tiers.add(new NamedTier(NamedTier.SHARED, parts.stored().apply(shared))));
    return new Warmer(
        tags::asked, new ReadThrough(tiers, parts.reads()), parts.config().warm().rate());
  }

  private static Reload reload(Parts parts) {
    ApiConfig config = parts.config();
    return new Reload(
        config.catalog().file(),
        parts.live(),
        next -> parts.watch().replace(parts.checked().apply(next)),
        next ->
            Stream.concat(
                    CachePolicy.problems(next, config.redis().given(), parts.near().isPresent())
                        .stream(),
                    parts.unmet().apply(next).stream())
                .toList(),
        next -> parts.stats().add(next.queries().stream().map(QueryDef::name).toList()));
  }

  private static List<String> list(Path file) {
    try {
      return Warmer.paths(Files.readString(file));
    } catch (IOException e) {
      throw new ConfigException(List.of("warm.file: cannot be read: " + e));
    }
  }

  /** The values in force; secrets are {@code ***}. */
  private static Reply config(ApiConfig config) {
    JsonObject values = new JsonObject();
    EffectiveConfig.print(config)
        .lines()
        .forEach(line -> {
          int equals = line.indexOf('=');
          values.put(line.substring(0, equals), line.substring(equals + 1));
        });
    return Reply.json(values.encode());
  }
}
