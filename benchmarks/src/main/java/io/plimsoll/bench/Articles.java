package io.plimsoll.bench;

import java.util.List;

/**
 * Who uses which rows: no measurement disturbs another's.
 *
 * @param hits read, never written
 * @param fresh written one at a time, then read
 * @param probed written under the load of the others, then read
 * @param written by the commit load
 */
public record Articles(List<Long> hits, List<Long> fresh, List<Long> probed, List<Long> written) {
  private static final int HITS = 20;
  private static final int FRESH = 20;
  private static final int PROBED = 20;
  private static final int MOST = 5_000;
  private static final int LEAST = 100;

  /** The published articles, shared out. */
  public static Articles of(Database database) {
    List<Long> ids = database.articles(MOST);
    if (ids.size() < LEAST) {
      throw new BenchException(
          "bench needs the articles example: %d published articles are too few, %d is the least"
              .formatted(ids.size(), LEAST));
    }
    int probed = HITS + FRESH;
    int written = probed + PROBED;
    return new Articles(
        ids.subList(0, HITS),
        ids.subList(HITS, probed),
        ids.subList(probed, written),
        ids.subList(written, ids.size()));
  }

  /** Where the API serves it. */
  public static String path(long id) {
    return "/articles/" + id;
  }
}
