package io.plimsoll.system.simulation;

/** The rows of the database: each has a version, 0 when it is not there. */
final class Rows {
  static final int ARTICLES = 3;
  static final int COUNT = 5;
  static final String ARTICLE_TABLE = "public.articles";
  static final String AUTHOR_TABLE = "public.authors";

  private Rows() {}

  static String table(int row) {
    return row < ARTICLES ? ARTICLE_TABLE : AUTHOR_TABLE;
  }

  static String id(int row) {
    return Integer.toString(row < ARTICLES ? row + 1 : row - ARTICLES + 1);
  }

  /** Of an article: not always the same one. */
  static int author(int article, long version) {
    return ARTICLES + (int) ((article + version) % (COUNT - ARTICLES));
  }

  static int of(String table, int id) {
    return table.equals(ARTICLE_TABLE) ? id - 1 : ARTICLES + id - 1;
  }
}
