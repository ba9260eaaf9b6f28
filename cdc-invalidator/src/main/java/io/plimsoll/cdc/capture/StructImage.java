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

  /** Debezium's name for the schema of any enum. */
  private static final String ENUM = "io.debezium.data.Enum";

  /** An enum's values are told by their labels, whatever the enum is called. */
  private static final String LABEL = "text";

  @Override
  public Cell cell(String column) {
    Field field = row.schema().field(column);
    if (field == null || field.schema().parameters() == null) {
      return Cell.OPAQUE;
    }
    if (ENUM.equals(field.schema().name())) {
      return CanonicalText.of(LABEL, row.get(field));
    }
    @Nullable String type = field.schema().parameters().get(TYPE);
    return type == null ? Cell.OPAQUE : CanonicalText.of(type, row.get(field));
  }
}
