package io.plimsoll.core.cache.redis;

import static io.plimsoll.core.cache.redis.Keys.bytes;

import io.plimsoll.core.cache.Batch;
import io.plimsoll.core.cache.Stripes;
import io.plimsoll.core.freshness.Mark;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

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
    Stripes.marks(batch.changes())
        .forEach((stripe, marks) -> {
          result.add(bytes(Integer.toString(stripe)));
          result.add(bytes(marks.stream().map(ApplyCall::text).collect(Collectors.joining())));
        });
    return result;
  }

  private static String text(Mark mark) {
    return mark.xid().hex() + mark.commitEnd().hex();
  }
}
