package io.plimsoll.bench;

/**
 * A measured number.
 *
 * @param group figures of one group are shown on one line
 * @param name within its group
 * @param unit such as ms; empty for counts
 */
public record Figure(String group, String name, double value, String unit) {}
