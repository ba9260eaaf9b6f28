package io.plimsoll.core.cache.redis;

import static io.plimsoll.core.cache.redis.Keys.bytes;

import io.plimsoll.core.cache.Batch;
import io.plimsoll.core.freshness.Mark;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** {@code apply.lua}'s keys and arguments. */
final class ApplyCall {
  private ApplyCall() {}

  static List<byte[]> keys(Keys keys, Batch batch) {
    TreeSet<String> tags = new TreeSet<>();
    batch.changes().forEach(change -> tags.addAll(change.tags()));
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
    marksByStripe(batch)
        .forEach((stripe, marks) -> {
          result.add(bytes(Integer.toString(stripe)));
          result.add(bytes(marks.toString()));
        });
    return result;
  }

  private static Map<Integer, StringBuilder> marksByStripe(Batch batch) {
    Map<Integer, StringBuilder> marks = new TreeMap<>();
    for (Batch.Change change : batch.changes()) {
      change.tags().stream()
          .map(Keys::stripe)
          .distinct()
          .forEach(stripe ->
              marks.computeIfAbsent(stripe, s -> new StringBuilder()).append(text(change)));
    }
    return marks;
  }

  private static String text(Batch.Change change) {
    Mark mark = change.mark();
    return mark.xid().hex() + mark.commitEnd().hex();
  }
}
