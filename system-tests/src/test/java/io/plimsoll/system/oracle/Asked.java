package io.plimsoll.system.oracle;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A query, and what is asked of it.
 *
 * @param requests text of each parameter, of an array of each element; empty is none given
 */
record Asked(RandomQuery query, List<Map<String, Optional<List<String>>>> requests) {}
