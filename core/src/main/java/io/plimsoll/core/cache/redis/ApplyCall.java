package io.plimsoll.core.cache.redis;

import static io.plimsoll.core.cache.redis.Keys.bytes;

import io.plimsoll.core.cache.Batch;
import io.plimsoll.core.cache.Stripes;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Mark;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** {@code apply.lua}'s keys and arguments. */
final class ApplyCall {
  private ApplyCall() {}

  static List<byte[]> keys(Keys keys, List<Batch.Change> changes) {
    TreeSet<String> tags = new TreeSet<>();
    changes.forEach(change -> tags.addAll(change.tags()));
    List<byte[]> result = new ArrayList<>();
    result.add(keys.control());
    result.add(keys.stripes());
    tags.forEach(tag -> result.add(keys.tag(tag)));
    return result;
  }

  static List<byte[]> args(Batch batch) {
    List<byte[]> result = new ArrayList<>();
    result.add(bytes(batch.epoch()));
    result.add(bytes(batch.expected().topicId()));
    result.add(bytes(ControlCodec.hex(batch.expected().offset())));
    result.add(bytes(ControlCodec.hex(batch.next().offset())));
    result.add(
        bytes(
            batch
                .watermark()
                .map(w ->
                    ControlCodec.hex(w.startedMicros())
                        + "|"
                        + w.commitEnd().hex()
                        + "|"
                        + w.xid().hex())
                .orElse("")));
    result.add(bytes(batch.floor().map(f -> f.xid().hex() + "|" + f.commitEnd().hex()).orElse("")));
    result.add(bytes(batch.applied().hex()));
    marks(batch.changes(), result);
    return result;
  }

  /** Of a change that is not from the stream: it comes from nowhere and moves to nowhere. */
  static List<byte[]> foretelling(Incarnation incarnation, Batch.Change change) {
    List<byte[]> result = new ArrayList<>();
    result.add(bytes(incarnation.value()));
    for (int i = 0; i < 6; i++) {
      result.add(bytes(""));
    }
    marks(List.of(change), result);
    return result;
  }

  private static void marks(List<Batch.Change> changes, List<byte[]> into) {
    Stripes.marks(changes)
        .forEach((stripe, marks) -> {
          into.add(bytes(Integer.toString(stripe)));
          into.add(bytes(marks.stream().map(ApplyCall::text).collect(Collectors.joining())));
        });
  }

  private static String text(Mark mark) {
    return mark.xid().hex() + mark.commitEnd().hex();
  }
}
