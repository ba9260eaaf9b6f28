package io.plimsoll.system.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A query and what its columns c1, c2 … are like.
 *
 * @param sql without parentheses
 */
record Select(String sql, List<Column> columns) {
  /** In FROM under that name. */
  List<Out> as(String alias) {
    List<Out> outs = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      outs.add(new Out(alias + ".c" + (i + 1), columns.get(i)));
    }
    return outs;
  }

  /** An order that leaves open nothing that shows. */
  String totalOrder() {
    return IntStream.rangeClosed(1, columns.size())
        .mapToObj(i -> "" + i)
        .collect(Collectors.joining(", ", " order by ", ""));
  }
}
