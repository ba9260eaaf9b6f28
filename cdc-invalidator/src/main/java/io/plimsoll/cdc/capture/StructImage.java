package io.plimsoll.cdc.capture;

import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * A row as Debezium gives it. The types are those of the stream at that row, through {@code
 * column.propagate.source.type}, not those of the catalog now.
 */
record StructImage(Struct row) implements RowImage {
  private static final String TYPE = "__debezium.source.column.type";

  @Override
  public Cell cell(String column) {
    Field field = row.schema().field(column);
    if (field == null || field.schema().parameters() == null) {
      return Cell.OPAQUE;
    }
    @Nullable String type = field.schema().parameters().get(TYPE);
    return type == null ? Cell.OPAQUE : CanonicalText.of(type, row.get(field));
  }
}
