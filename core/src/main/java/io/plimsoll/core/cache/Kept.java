package io.plimsoll.core.cache;

/**
 * An entry as it lies in a cache, served or not: for looking into it.
 *
 * @param epoch that it was stored in
 * @param stamp {@code Stamp.text} of its read
 */
public record Kept(String epoch, String stamp, Entry entry) {}
