package io.plimsoll.core.analysis;

import io.plimsoll.core.analysis.tree.Node;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Canonical text of a CONST, from the bytes that Postgres shows of it: those of its memory, in the
 * byte order of the server. Little-endian is taken for granted, and checked where lengths tell.
 */
final class Constant {
  private static final LocalDate EPOCH = LocalDate.of(2000, 1, 1);
  private static final int FIRST_YEAR = 1;
  private static final int LAST_YEAR = 9999;
  private static final int VARLENA_HEADER = 4;

  private Constant() {}

  /** Empty when it is null, or of a type that has no canonical text here. */
  static Optional<String> text(Node constant, Schema schema) {
    if (constant.flag("constisnull")) {
      return Optional.empty();
    }
    byte[] bytes = bytes(constant.list("constvalue"));
    Schema.Type type = schema.type(constant.number("consttype"));
    if (type.kind() == 'e' && bytes.length >= Integer.BYTES) {
      return schema.label(Integer.toUnsignedLong(little(bytes).getInt()));
    }
    if (!type.builtIn()) {
      return Optional.empty();
    }
    return switch (type.name()) {
      case "int2" -> number(bytes).map(n -> Short.toString(n.shortValue()));
      case "int4" -> number(bytes).map(n -> Integer.toString(n.intValue()));
      case "int8" -> number(bytes).map(n -> Long.toString(n));
      case "bool" -> number(bytes).map(n -> n.byteValue() == 0 ? "false" : "true");
      case "date" -> number(bytes).flatMap(n -> date(n.intValue()));
      case "text", "varchar" -> varlena(bytes, schema.isUtf8());
      case "uuid" -> uuid(bytes);
      default -> Optional.empty();
    };
  }

  private static Optional<Long> number(byte[] bytes) {
    return bytes.length == Long.BYTES ? Optional.of(little(bytes).getLong()) : Optional.empty();
  }

  private static Optional<String> date(int day) {
    if (day == Integer.MAX_VALUE || day == Integer.MIN_VALUE) {
      return Optional.empty(); // infinity
    }
    LocalDate date = EPOCH.plusDays(day);
    return date.getYear() < FIRST_YEAR || date.getYear() > LAST_YEAR
        ? Optional.empty()
        : Optional.of(date.toString());
  }

  /**
   * Four bytes of header hold the length, times four where it is not compressed. What stands behind
   * is in the database's encoding; those for servers have ASCII in common.
   */
  private static Optional<String> varlena(byte[] bytes, boolean utf8) {
    if (bytes.length < VARLENA_HEADER || little(bytes).getInt() != bytes.length << 2) {
      return Optional.empty();
    }
    for (int i = VARLENA_HEADER; i < bytes.length && !utf8; i++) {
      if (bytes[i] < 0) {
        return Optional.empty();
      }
    }
    return Optional.of(
        new String(bytes, VARLENA_HEADER, bytes.length - VARLENA_HEADER, StandardCharsets.UTF_8));
  }

  private static Optional<String> uuid(byte[] bytes) {
    if (bytes.length != 2 * Long.BYTES) {
      return Optional.empty();
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return Optional.of(new UUID(buffer.getLong(), buffer.getLong()).toString());
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] bytes(List<?> numbers) {
    byte[] bytes = new byte[numbers.size()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Integer.parseInt(numbers.get(i).toString());
    }
    return bytes;
  }
}
