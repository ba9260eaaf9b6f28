package io.plimsoll.core.catalog;

/**
 * What a write may be conditional on: the answer of a query, which {@code If-Match} names by its
 * ETag. The query's parameters are the write's of the same name.
 *
 * @param query its name
 * @param required whether the write is refused without a condition
 */
public record Guard(String query, boolean required) {}
