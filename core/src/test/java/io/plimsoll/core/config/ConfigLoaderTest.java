package io.plimsoll.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {
  private static final Map<String, String> ENV =
      Map.of(
          "PLIMSOLL_POSTGRES_URL", "jdbc:postgresql://db:5432/app",
          "PLIMSOLL_POSTGRES_USER", "plimsoll_reader",
          "PLIMSOLL_POSTGRES_PASSWORD", "s3cret-pg",
          "PLIMSOLL_REDIS_URL", "redis://:s3cret-redis@cache:6379",
          "PLIMSOLL_KAFKA_BOOTSTRAP", "kafka:9092",
          "PLIMSOLL_CATALOG_FILE", "/etc/catalog.yaml",
          "PLIMSOLL_TAGS_KEY", "0123456789abcdef",
          "PLIMSOLL_LOG_LEVEL", "debug",
          "PATH", "/bin");

  @TempDir Path folder;

  private static ApiConfig load(String... args) {
    return ConfigLoader.load(ApiConfig.class, List.of(args), ENV);
  }

  private static List<String> problems(Map<String, String> env, String... args) {
    ConfigException e =
        catchThrowableOfType(
            ConfigException.class, () -> ConfigLoader.load(ApiConfig.class, List.of(args), env));
    return e.lines();
  }

  @Test
  void config_fromEnvironment_hasDefaults() {
    ApiConfig config = load();
    assertThat(config.postgres().url()).isEqualTo("jdbc:postgresql://db:5432/app");
    assertThat(config.pool())
        .isEqualTo(
            new ApiConfig.Pool(
                PoolProfile.PROD,
                10,
                100,
                Duration.ofMillis(250),
                Duration.ofMinutes(10),
                Duration.ofMinutes(30),
                Duration.ZERO,
                75,
                1_024,
                16));
    assertThat(config.postgres().statementTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.admin()).isEqualTo(new ApiConfig.Admin("127.0.0.1", 8081, Optional.empty()));
    assertThat(config.catalog().file()).isEqualTo(Path.of("/etc/catalog.yaml"));
    assertThat(config.postgres().writerUser()).isEmpty();
    assertThat(config.kafka().topicPrefix()).isEqualTo("plimsoll");
  }

  @Test
  void withoutRedis_onlyWhatNeedsNone() {
    Map<String, String> env = new HashMap<>(ENV);
    env.remove("PLIMSOLL_REDIS_URL");
    assertThat(problems(env))
        .containsExactly("cache.mode: must be memory or none without redis.url, was tiered");
    env.put("PLIMSOLL_CACHE_MODE", "memory");
    ApiConfig config = ConfigLoader.load(ApiConfig.class, List.of(), env);
    assertThat(config.redis().given()).isFalse();
    env.put("PLIMSOLL_POSTGRES_STANDBYS", "jdbc:postgresql://standby/app");
    assertThat(problems(env)).singleElement().asString().startsWith("postgres.standbys: ");
    env.remove("PLIMSOLL_POSTGRES_STANDBYS");
    env.put("PLIMSOLL_CACHE_MEMORY", "0");
    assertThat(problems(env))
        .containsExactly("cache.memory: must be above 0 with cache.mode=memory");
  }

  @Test
  void laterSource_wins() throws IOException {
    Path file = folder.resolve("api.properties");
    Files.writeString(file, "kafka.bootstrap=file:1\nhttp.port=1\npool.max=7\n");
    ApiConfig config = load("--config", file.toString(), "--http.port=9090");
    assertThat(config.pool().max()).isEqualTo(7);
    assertThat(config.kafka().bootstrap()).isEqualTo("kafka:9092");
    assertThat(config.http().port()).isEqualTo(9090);
  }

  @Test
  void profile_setsItsNumbers_eachOfThemCanBeGivenBesides() {
    ApiConfig config = load("--pool.profile=dev", "--pool.timeout=2s");
    assertThat(config.pool())
        .isEqualTo(
            new ApiConfig.Pool(
                PoolProfile.DEV,
                4,
                0,
                Duration.ofSeconds(2),
                Duration.ofMinutes(1),
                Duration.ofMinutes(10),
                Duration.ofSeconds(10),
                75,
                1_024,
                16));
    assertThat(config.postgres().statementTimeout())
        .as("a key of another group that stands before the profile")
        .isEqualTo(Duration.ofSeconds(30));
    assertThat(EffectiveConfig.print(config)).contains("pool.profile=dev\n", "pool.max=4\n");
  }

  @Test
  void profileThatThereIsNot_isTheOnlyProblem() {
    assertThat(problems(ENV, "--pool.profile=huge"))
        .containsExactly(
            "pool.profile: must be one of dev, staging, prod, was \"huge\" (from --pool.profile)");
  }

  @Test
  void numbersThatThePoolWouldCorrectInSilence_areRefused() {
    assertThat(problems(ENV, "--pool.timeout=100ms"))
        .containsExactly("pool.timeout: must be at least 250ms, was 100ms");
    assertThat(problems(ENV, "--pool.leak-detection=1s"))
        .containsExactly("pool.leak-detection: must be at least 2s, was 1s");
    assertThat(problems(ENV, "--pool.idle-timeout=1s"))
        .containsExactly("pool.idle-timeout: must be at least 10s, was 1s");
    assertThat(problems(ENV, "--pool.max-lifetime=30s"))
        .containsExactly("pool.max-lifetime: must be at least 1m, was 30s");
    assertThat(problems(ENV, "--pool.min-idle=101"))
        .containsExactly("pool.min-idle: must be from 0 to 100, was 101");
  }

  @Test
  void drainedStandby_mustBeOne() {
    assertThat(problems(ENV, "--postgres.standbys-drained=standby-1"))
        .containsExactly("postgres.standbys-drained: there is no standby \"standby-1\"");
    assertThat(
            load(
                    "--postgres.standbys=jdbc:postgresql://a/x",
                    "--postgres.standbys-drained=standby-1")
                .postgres()
                .standbysDrained())
        .containsExactly("standby-1");
  }

  @Test
  void problems_areToldAtOnce() {
    Map<String, String> env = new HashMap<>(ENV);
    env.remove("PLIMSOLL_POSTGRES_USER");
    env.put("PLIMSOLL_POSTGRES_WRITER_USER", "w");
    env.put("PLIMSOLL_POOL_TIMEOUT", "fast");
    env.put("PLIMSOLL_HTTP_PROT", "1");
    env.put("PLIMSOLL_TAGS_KEY", "short");
    assertThat(
            problems(env, "--pool.max=0", "--http.port=70000", "--redis.url=x", "--pool.mx=1", "x"))
        .containsExactlyInAnyOrder(
            "argument 5 must look like --key=value or --config FILE",
            "PLIMSOLL_HTTP_PROT: unknown variable; did you mean PLIMSOLL_HTTP_PORT?",
            "redis.url: is a secret, and every user can see flags; use PLIMSOLL_REDIS_URL or the file",
            "pool.mx: unknown key; did you mean pool.max? (from --pool.mx)",
            "postgres.user: is required (role that reads); set it by --postgres.user=…,"
                + " PLIMSOLL_POSTGRES_USER or in the file",
            "pool.timeout: must be a duration such as 30s, was \"fast\" (from PLIMSOLL_POOL_TIMEOUT)",
            "http.port: must be from 0 to 65535, was 70000",
            "tags.key: key: must have at least 16 bytes".replace("key: key", "key"));
  }

  @Test
  void values_refusedByTheRecord_areToldWithTheirKey() {
    Map<String, String> env = new HashMap<>(ENV);
    env.put("PLIMSOLL_POSTGRES_WRITER_USER", "w");
    assertThat(problems(env, "--pool.max=0"))
        .containsExactly(
            "postgres.writer-user: must be given together with writer-password",
            "pool.max: must be at least 1, was 0");
  }

  @Test
  void severalHosts_areForAClusterOnly() {
    Map<String, String> env = new HashMap<>(ENV);
    env.put("PLIMSOLL_REDIS_URL", "redis://:with,comma@a:6379,b:6379");
    assertThat(problems(env))
        .containsExactly("redis.url: must have one host, or redis.cluster must be true");
    env.put("PLIMSOLL_REDIS_CLUSTER", "true");
    assertThat(ConfigLoader.load(ApiConfig.class, List.of(), env).redis().cluster()).isTrue();
  }

  @Test
  void namespaceOfAnothersPartition_andNoPartitionAtAll_areRefused() {
    assertThat(problems(ENV, "--cache.namespace=shop:1"))
        .containsExactly(
            "cache.namespace: must not have braces or spaces, nor end in a colon and digits, was"
                + " \"shop:1\"");
    assertThat(problems(ENV, "--cache.partitions=0"))
        .containsExactly("cache.partitions: must be from 1 to 256, was 0");
    assertThat(load("--cache.namespace=eu:shop").cache().namespace()).isEqualTo("eu:shop");
  }

  @Test
  void secret_isNeverInProblemsOrPrint() {
    Map<String, String> env = new HashMap<>(ENV);
    env.put("PLIMSOLL_REDIS_URL", "http://:s3cret-redis@cache");
    assertThat(problems(env)).singleElement().asString().doesNotContain("s3cret");
    String print = EffectiveConfig.print(load());
    assertThat(print)
        .doesNotContain("s3cret")
        .doesNotContain("0123456789abcdef")
        .contains("redis.url=***\n", "pool.timeout=250ms\n", "postgres.writer-password=\n");
  }

  @Test
  void logFormat_thatThereIsNot_isAProblem() {
    Map<String, String> env = new HashMap<>(ENV);
    env.put("PLIMSOLL_LOG_FORMAT", "xml");
    assertThat(problems(env))
        .containsExactly("PLIMSOLL_LOG_FORMAT: must be text or ecs, was \"xml\"");
    env.put("PLIMSOLL_LOG_FORMAT", "ecs");
    assertThat(ConfigLoader.load(ApiConfig.class, List.of(), env).http().port()).isEqualTo(8080);
  }

  @Test
  void file_missing_isAProblem() {
    assertThat(problems(ENV, "--config=/no/such"))
        .singleElement()
        .asString()
        .startsWith("--config /no/such: cannot be read");
  }

  @Test
  void durations_areReadAndWritten() {
    for (String text : List.of("0ms", "250ms", "30s", "90s", "5m", "1h", "168h")) {
      assertThat(Durations.parse(text).map(Durations::format)).contains(text);
    }
    assertThat(Durations.parse("7d")).contains(Duration.ofDays(7));
    for (String text : List.of("", "5", "-5s", "5 s", "1.5s", "05s", "5S", "s")) {
      assertThat(Durations.parse(text)).as(text).isEmpty();
    }
  }
}
