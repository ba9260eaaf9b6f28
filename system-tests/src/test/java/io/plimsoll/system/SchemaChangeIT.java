package io.plimsoll.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * DDL can make a query that was sound to cache unsound: from then on it is served, and not stored.
 */
final class SchemaChangeIT {
  private static Articles articles;

  @BeforeAll
  static void start() {
    articles = Articles.start(Articles.builder());
  }

  @AfterAll
  static void stop() {
    articles.close();
  }

  private static void isServedButNeverStored(String path) {
    articles.until(path, response -> response.detail().equals("uncacheable"));
    for (int i = 0; i < 5; i++) {
      assertThat(articles.get(path).hit()).isFalse();
    }
  }

  @Test
  void tableReplacedByAView_isNoLongerCached() throws SQLException {
    articles.untilHit("/articles/1/views");
    try (Connection connection = articles.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("alter table article_views rename to article_views_table");
      statement.execute("create view article_views as select * from article_views_table");
      statement.execute("grant select on article_views to plimsoll_reader");
      connection.commit();
    }
    isServedButNeverStored("/articles/1/views");
  }

  @Test
  void tableLeavesThePublication_isNoLongerCached() {
    articles.untilHit("/users/5");
    articles.sql("alter publication plimsoll drop table users");
    isServedButNeverStored("/users/5");
  }

  @Test
  void ddlThatCommitsOutOfOrder_isSeen() throws SQLException {
    articles.untilHit("/counts/category");
    try (Connection late = articles.connect();
        Statement statement = late.createStatement()) {
      late.setAutoCommit(false);
      statement.execute("alter table categories rename to categories_table"); // gets the lower id
      statement.execute("create view categories as select * from categories_table");
      statement.execute("grant select on categories to plimsoll_reader");
      articles.sql("create table bystander (id int)"); // gets the higher id, commits first
      articles.untilHit("/counts/status"); // the catalog has been checked again
      late.commit();
    }
    isServedButNeverStored("/counts/category");
  }
}
