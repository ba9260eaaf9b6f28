package peer;

import java.time.Duration;
import java.util.Optional;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Bean;
import org.springframework.data.redis.cache.RedisCacheConfiguration;
import org.springframework.data.redis.serializer.RedisSerializationContext.SerializationPair;
import org.springframework.data.redis.serializer.RedisSerializer;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The two reads of the articles example as Spring Boot serves them, with {@code @Cacheable} on
 * Redis. It does the least that can be done this way: Postgres builds the JSON, the cache holds
 * text, no value is mapped to an object or serialized. It proves nothing about freshness.
 */
@SpringBootApplication
@EnableCaching
public class Peer {
  public static void main(String[] args) {
    SpringApplication.run(Peer.class, args);
  }

  /** Text as it is: Java's own serialization, the default, would cost this peer more. */
  @Bean
  RedisCacheConfiguration cache() {
    return RedisCacheConfiguration.defaultCacheConfig()
        .entryTtl(Duration.ofMinutes(10))
        .prefixCacheNameWith("spring-peer:")
        .serializeValuesWith(SerializationPair.fromSerializer(RedisSerializer.string()));
  }

  /** What is cached. */
  @Service
  public static class Articles {
    private static final String ONE =
        """
        select row_to_json(r)::text from (
          select a.id, a.title, a.summary, a.body, a.status, a.category, a.created_at, a.updated_at,
                 u.id as author_id, u.name as author,
                 array(select t.tag from article_tags t where t.article_id = :id order by t.tag) as tags
          from articles a join users u on u.id = a.author_id
          where a.id = :id) r
        """;
    private static final String LIST =
        """
        select coalesce(json_agg(r), '[]')::text from (
          select a.id, a.title, a.summary, a.category, a.author_id, a.created_at
          from articles a
          where a.status = :status and a.id < :after
          order by a.id desc
          limit :limit) r
        """;

    private final JdbcClient jdbc;

    public Articles(JdbcClient jdbc) {
      this.jdbc = jdbc;
    }

    @Cacheable(cacheNames = "article", unless = "#result == null")
    public String one(long id) {
      return jdbc.sql(ONE).param("id", id).query(String.class).optional().orElse(null);
    }

    @Cacheable(cacheNames = "articles")
    public String list(String status, long after, int limit) {
      return jdbc.sql(LIST)
          .param("status", status)
          .param("after", after)
          .param("limit", limit)
          .query(String.class)
          .single();
    }
  }

  /** The same paths as the example's. */
  @RestController
  public static class Api {
    private final Articles articles;

    public Api(Articles articles) {
      this.articles = articles;
    }

    @GetMapping(path = "/articles/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
    public ResponseEntity<String> one(@PathVariable("id") long id) {
      return Optional.ofNullable(articles.one(id))
          .map(ResponseEntity::ok)
          .orElseGet(() -> ResponseEntity.notFound().build());
    }

    @GetMapping(path = "/articles", produces = MediaType.APPLICATION_JSON_VALUE)
    public String list(
        @RequestParam(name = "status", defaultValue = "published") String status,
        @RequestParam(name = "after", defaultValue = "9223372036854775807") long after,
        @RequestParam(name = "limit", defaultValue = "20") int limit) {
      return articles.list(status, after, limit);
    }
  }
}
