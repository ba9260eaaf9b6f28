package io.plimsoll.core.analysis;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A database with what a test puts in; anything else is not there. */
final class FakeSchema implements Schema {
  final Map<Long, Relation> relations = new HashMap<>();
  final Map<Long, Type> types = new HashMap<>();
  final Map<Long, String> labels = new HashMap<>();
  boolean utf8 = true;

  @Override
  public Relation relation(long oid) {
    return there(relations.get(oid), oid);
  }

  @Override
  public String view(long oid) {
    throw new SchemaException("no view " + oid, null);
  }

  @Override
  public boolean isPlainEquality(long opno) {
    return false;
  }

  @Override
  public boolean isDeterministic(long collation) {
    return true;
  }

  @Override
  public Type type(long oid) {
    return there(types.get(oid), oid);
  }

  @Override
  public Optional<String> label(long enumValue) {
    return Optional.ofNullable(labels.get(enumValue));
  }

  @Override
  public Routine routine(long oid) {
    throw new SchemaException("no function " + oid, null);
  }

  @Override
  public Operator operator(long opno) {
    throw new SchemaException("no operator " + opno, null);
  }

  @Override
  public boolean isUtf8() {
    return utf8;
  }

  private static <T> T there(@org.jspecify.annotations.Nullable T value, long oid) {
    if (value == null) {
      throw new SchemaException("no object " + oid, null);
    }
    return value;
  }
}
