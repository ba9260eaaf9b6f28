package io.plimsoll.system.oracle;

import io.plimsoll.cdc.capture.OracleDoor;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.record.Invalidation;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads what the pgoutput plugin writes (manual, chapter 55.9, protocol version 1), with the values
 * that Debezium would give. Not thread-safe.
 */
final class PgOutput {
  private record Described(String table, List<String> columns, List<String> types) {}

  private final OracleDoor capture;
  private final Map<Long, String> types;
  private final Map<Integer, Described> tables = new HashMap<>();
  private final List<List<Invalidation>> transactions = new ArrayList<>();
  private long xid;

  /**
   * @param types {@code pg_type.typname} by oid
   */
  PgOutput(OracleDoor capture, Map<Long, String> types) {
    this.capture = capture;
    this.types = types;
  }

  /** The records of each transaction, in commit order. */
  List<List<Invalidation>> transactions() {
    return transactions;
  }

  void read(Lsn lsn, byte[] message) {
    ByteBuffer in = ByteBuffer.wrap(message);
    char kind = (char) in.get();
    switch (kind) {
      case 'B' -> {
        in.getLong();
        in.getLong();
        xid = Integer.toUnsignedLong(in.getInt());
      }
      case 'C' -> {
        in.get();
        in.getLong();
        transactions.add(capture.end(xid, new Lsn(in.getLong())));
      }
      case 'R' -> describe(in);
      case 'I' -> {
        Described table = table(in);
        in.get();
        row(lsn, table, 'c', Optional.empty(), Optional.of(tuple(in, table)));
      }
      case 'U' -> update(lsn, in);
      case 'D' -> {
        Described table = table(in);
        in.get();
        row(lsn, table, 'd', Optional.of(tuple(in, table)), Optional.empty());
      }
      case 'T' -> truncate(lsn, in);
      case 'Y', 'O', 'M' -> {}
      default -> throw new IllegalStateException("message " + kind);
    }
  }

  private void update(Lsn lsn, ByteBuffer in) {
    Described table = table(in);
    Optional<Map<String, OracleDoor.Value>> before = Optional.empty();
    char part = (char) in.get();
    if (part != 'N') {
      before = Optional.of(tuple(in, table));
      in.get();
    }
    row(lsn, table, 'u', before, Optional.of(tuple(in, table)));
  }

  private void truncate(Lsn lsn, ByteBuffer in) {
    int count = in.getInt();
    in.get();
    for (int i = 0; i < count; i++) {
      row(lsn, table(in), 't', Optional.empty(), Optional.empty());
    }
  }

  private void row(
      Lsn lsn,
      Described table,
      char operation,
      Optional<Map<String, OracleDoor.Value>> before,
      Optional<Map<String, OracleDoor.Value>> after) {
    if (table.table().equals("plimsoll.ddl") && operation == 'c') {
      OracleDoor.Value relation = Objects.requireNonNull(after.orElseThrow().get("relation"));
      capture.ddl(xid, String.valueOf(relation.value()));
    } else if (table.table().startsWith("plimsoll.")) {
      capture.own(xid);
    } else {
      capture.row(xid, lsn, table.table(), operation, before, after);
    }
  }

  private void describe(ByteBuffer in) {
    int oid = in.getInt();
    String name = text(in) + "." + text(in);
    in.get();
    int count = in.getShort();
    List<String> columns = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      in.get();
      columns.add(text(in));
      names.add(types.getOrDefault(Integer.toUnsignedLong(in.getInt()), "unknown"));
      in.getInt();
    }
    tables.put(oid, new Described(name, columns, names));
  }

  private Described table(ByteBuffer in) {
    return java.util.Objects.requireNonNull(tables.get(in.getInt()), "a table that was described");
  }

  private static Map<String, OracleDoor.Value> tuple(ByteBuffer in, Described table) {
    Map<String, OracleDoor.Value> row = new LinkedHashMap<>();
    int count = in.getShort();
    for (int i = 0; i < count; i++) {
      String type = table.types().get(i);
      char form = (char) in.get();
      row.put(
          table.columns().get(i),
          switch (form) {
            case 'n' -> new OracleDoor.Value(type, null, true);
            case 'u' -> new OracleDoor.Value(type, null, false);
            default -> new OracleDoor.Value(type, value(type, bytes(in)), true);
          });
    }
    return row;
  }

  private static Object value(String type, String text) {
    return switch (type) {
      case "int2" -> Short.valueOf(text);
      case "int4" -> Integer.valueOf(text);
      case "int8" -> Long.valueOf(text);
      case "bool" -> text.equals("t");
      case "date" -> (int) LocalDate.parse(text).toEpochDay();
      default -> text;
    };
  }

  private static String bytes(ByteBuffer in) {
    byte[] bytes = new byte[in.getInt()];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static String text(ByteBuffer in) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte b = in.get(); b != 0; b = in.get()) {
      bytes.write(b);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
