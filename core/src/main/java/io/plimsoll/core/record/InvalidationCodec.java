package io.plimsoll.core.record;

import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Mark;
import io.plimsoll.core.freshness.Xid;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@link Invalidation} as JSON, version 1; transaction ids and LSNs are 16 hex digits. Decoding is
 * strict: an unknown version, kind, operation or field, and a missing or wrongly typed one, are
 * refused, because a reader that guesses may miss an invalidation. Thread-safe.
 */
public final class InvalidationCodec {
  private static final int VERSION = 1;
  private static final String OPERATIONS = "cudtx";

  private final JsonMapper json = JsonMapper.builder().build();

  public byte[] encode(Invalidation invalidation) {
    ObjectNode root = json.createObjectNode();
    root.put("v", VERSION);
    switch (invalidation) {
      case Invalidation.Transaction transaction -> write(root, transaction);
      case Invalidation.Gap gap -> write(root, gap);
    }
    return json.writeValueAsBytes(root);
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws UndecodableException when this version cannot tell what the record says
   */
  public Invalidation decode(byte[] bytes) throws UndecodableException {
    JsonFields fields = JsonFields.parse(json, bytes);
    long version = fields.number("v");
    if (version != VERSION) {
      throw new UndecodableException("version " + version + " is not known, only " + VERSION);
    }
    try {
      String kind = fields.text("kind");
      Invalidation invalidation =
          switch (kind) {
            case "transaction" -> transaction(fields);
            case "gap" -> gap(fields);
            default -> throw new UndecodableException("unknown kind \"" + kind + "\"");
          };
      fields.end();
      return invalidation;
    } catch (IllegalArgumentException e) {
      throw new UndecodableException("a field's text has the wrong form", e);
    }
  }

  private void write(ObjectNode root, Invalidation.Transaction transaction) {
    root.put("kind", "transaction");
    root.put("incarnation", transaction.incarnation().value());
    root.put("shapes", transaction.shapes());
    root.put("xid", transaction.mark().xid().hex());
    root.put("lsn", transaction.mark().commitEnd().hex());
    root.put("previous", transaction.previous().hex());
    ArrayNode tables = root.putArray("tables");
    transaction.tables().forEach(table -> write(tables.addObject(), table));
    transaction.heartbeat().ifPresent(beat -> root.put("heartbeat", beat.startedMicros()));
    root.put("committed", transaction.times().committed());
    root.put("captured", transaction.times().captured());
  }

  private static void write(ObjectNode node, Invalidation.TableChange change) {
    node.put("table", change.table());
    node.put("operations", change.operations());
    node.put("rows", change.rows());
    node.put("whole", change.whole());
    ArrayNode tags = node.putArray("tags");
    change.tags().forEach(tags::add);
  }

  private static void write(ObjectNode root, Invalidation.Gap gap) {
    root.put("kind", "gap");
    root.put("incarnation", gap.incarnation().value());
    root.put("shapes", gap.shapes());
    root.put("code", gap.code());
    root.put("lsn", gap.position().hex());
  }

  private static Invalidation transaction(JsonFields fields) throws UndecodableException {
    List<Invalidation.TableChange> tables = new ArrayList<>();
    for (JsonFields table : fields.objects("tables")) {
      tables.add(change(table));
    }
    return new Invalidation.Transaction(
        new Incarnation(fields.text("incarnation")),
        fields.text("shapes"),
        new Mark(Xid.ofHex(fields.text("xid")), Lsn.ofHex(fields.text("lsn"))),
        Lsn.ofHex(fields.text("previous")),
        tables,
        fields.has("heartbeat")
            ? Optional.of(new Invalidation.Heartbeat(fields.number("heartbeat")))
            : Optional.empty(),
        new Invalidation.Times(fields.number("committed"), fields.number("captured")));
  }

  private static Invalidation.TableChange change(JsonFields fields) throws UndecodableException {
    String operations = fields.text("operations");
    if (operations.isEmpty() || !operations.chars().allMatch(op -> OPERATIONS.indexOf(op) >= 0)) {
      throw new UndecodableException(
          "operations must be of \"" + OPERATIONS + "\", was \"" + operations + "\"");
    }
    Invalidation.TableChange change =
        new Invalidation.TableChange(
            fields.text("table"),
            operations,
            Math.toIntExact(fields.number("rows")),
            fields.flag("whole"),
            fields.texts("tags"));
    fields.end();
    return change;
  }

  private static Invalidation gap(JsonFields fields) throws UndecodableException {
    return new Invalidation.Gap(
        new Incarnation(fields.text("incarnation")),
        fields.text("shapes"),
        fields.text("code"),
        Lsn.ofHex(fields.text("lsn")));
  }
}
