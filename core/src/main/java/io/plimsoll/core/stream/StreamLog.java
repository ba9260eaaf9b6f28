package io.plimsoll.core.stream;

import io.plimsoll.core.cache.Batch;
import io.plimsoll.core.cache.Control;
import io.plimsoll.core.cache.Watermark;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log what ends an epoch, and passes everything on.
 *
 * @param cache which one, such as {@code redis}
 */
record StreamLog(String cache, StreamListener next) implements StreamListener {
  private static final Logger LOG = LoggerFactory.getLogger(Follower.class);

  @Override
  public void applied(Batch batch, List<Arrival> arrivals, long atMicros, Watermark watermark) {
    next.applied(batch, arrivals, atMicros, watermark);
  }

  @Override
  public void epoch(String code, Control opened) {
    LOG.warn(
        "event=epoch code={} cache={} epoch={} topic-id={} offset={} incarnation={}",
        code,
        cache,
        opened.epoch(),
        opened.position().topicId(),
        opened.position().offset(),
        opened.incarnation().value());
    next.epoch(code, opened);
  }

  @Override
  public void mismatch(Batch batch, Control actual) {
    LOG.error(
        "code=position cache={} expected-epoch={} expected-offset={} actual-epoch={} actual-offset={}",
        cache,
        batch.epoch(),
        batch.expected().offset(),
        actual.epoch(),
        actual.position().offset());
    next.mismatch(batch, actual);
  }

  @Override
  public void undecodable(long offset, String reason) {
    LOG.error("code=undecodable cache={} offset={} reason=\"{}\"", cache, offset, reason);
    next.undecodable(offset, reason);
  }
}
