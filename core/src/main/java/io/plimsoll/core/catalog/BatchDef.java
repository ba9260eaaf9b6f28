package io.plimsoll.core.catalog;

/**
 * Several objects of a query in one request: {@code GET path?ids=3,1,2}. Each is an answer of the
 * query itself, with its own entry in the cache and its own tags.
 *
 * @param query answers with one object for {@code key}
 * @param path literals only
 * @param ids the array parameter: of the key's type
 * @param key the query's parameter that stands for one element of {@code ids}
 */
public record BatchDef(QueryDef query, PathTemplate path, Param ids, Param key) {}
