package io.plimsoll.api.origin;

import io.plimsoll.api.read.ReadRequest;
import io.plimsoll.core.analysis.TagPlan;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is read with an answer because tags follow from it: a column for each capture, behind all
 * others, in the same statement and so of the same snapshot.
 */
final class CaptureColumns {
  private CaptureColumns() {}

  /** What is to be added to a statement's columns. A capture may end with a comment. */
  static String sql(List<TagPlan.Capture> captures) {
    StringBuilder columns = new StringBuilder();
    for (TagPlan.Capture capture : captures) {
      columns
          .append(",\n  (select array_agg(v) from (\n")
          .append(capture.sql())
          .append("\n) as c (v))");
    }
    return columns.toString();
  }

  /** All values of a statement, those of the captures behind the query's. */
  static List<@Nullable Object> values(ReadRequest request) {
    List<TagPlan.Capture> captures = request.capturing().captures();
    if (captures.isEmpty()) {
      return request.values();
    }
    List<@Nullable Object> all = new ArrayList<>(request.values());
    for (TagPlan.Capture capture : captures) {
      all.addAll(request.capturing().binding().apply(capture.names()));
    }
    return all;
  }

  /**
   * Reads them.
   *
   * @param first index of the first
   * @return {@code OriginRead.captured}
   */
  static List<Optional<List<String>>> read(ResultSet row, int first, int count)
      throws SQLException {
    List<Optional<List<String>>> captured = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      captured.add(values(row.getArray(first + i)));
    }
    return captured;
  }

  /** Too many are none: the capture's own limit has cut off the others. */
  private static Optional<List<String>> values(@Nullable Array array) throws SQLException {
    @Nullable Object[] values = array == null ? new Object[0] : (Object[]) array.getArray();
    return values.length > TagPlan.MAX_VALUES
        ? Optional.empty()
        : Optional.of(
            Arrays.stream(values)
                .filter(Objects::nonNull)
                .map(String::valueOf)
                .distinct()
                .toList());
  }
}
