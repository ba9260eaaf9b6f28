package io.plimsoll.api.origin;

/**
 * A column of an answer.
 *
 * @param type {@code pg_type.typname}; an array's begins with {@code _}
 */
public record ResultColumn(String name, String type) {}
