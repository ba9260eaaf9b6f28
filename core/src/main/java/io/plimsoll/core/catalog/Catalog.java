package io.plimsoll.core.catalog;

import io.plimsoll.core.freshness.TagShape;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The queries and writes of a checked catalog, in the order of the file. Immutable.
 *
 * @param queries of a list in pages, its first page
 * @param batches of queries that have a batch form
 * @param pages of lists in pages
 */
public record Catalog(
    List<QueryDef> queries, List<WriteDef> writes, List<BatchDef> batches, List<PagedList> pages) {
  public Catalog {
    pages = List.copyOf(pages);
    queries = List.copyOf(queries);
    batches = List.copyOf(batches);
    writes = List.copyOf(writes);
  }

  /** The batch form of a query. */
  public Optional<BatchDef> batch(QueryDef query) {
    return batches.stream().filter(b -> b.query().name().equals(query.name())).findFirst();
  }

  /** One that the parser has found to be there. */
  public QueryDef query(String name) {
    return queries.stream().filter(q -> q.name().equals(name)).findFirst().orElseThrow();
  }

  /** With one more query, that is checked and cached like the others. */
  public Catalog with(QueryDef query) {
    return new Catalog(
        Stream.concat(queries.stream(), Stream.of(query)).toList(), writes, batches, pages);
  }

  /** The pages of a list. */
  public Optional<PagedList> page(QueryDef query) {
    return pages.stream().filter(p -> p.first().name().equals(query.name())).findFirst();
  }

  /** {@code schema.name} of every table that a query or a write names. */
  public SortedSet<String> tables() {
    SortedSet<String> tables = new TreeSet<>();
    queries.forEach(query -> tables.addAll(query.tables()));
    writes.forEach(write -> tables.addAll(write.sql().tables()));
    return tables;
  }

  /** What the capture must hash out of every change. */
  public Set<TagShape> shapes() {
    Set<TagShape> shapes = new TreeSet<>();
    queries.forEach(query -> query.keyed().forEach(tag -> shapes.add(tag.shape())));
    return shapes;
  }
}
