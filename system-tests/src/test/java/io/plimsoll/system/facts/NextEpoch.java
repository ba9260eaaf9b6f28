package io.plimsoll.system.facts;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * Moves the next transaction id of a cleanly stopped PostgreSQL 17 on by 2^32, as {@code
 * pg_resetwal --epoch} does, which the packaged server has not. The low 32 bits stay, so no other
 * file has to follow. It writes the id into pg_control and into the checkpoint record that
 * pg_control points to; offsets are those of {@code catalog/pg_control.h} and {@code
 * access/xlogrecord.h} on a 64-bit machine.
 */
final class NextEpoch {
  private static final int CONTROL_VERSION = 1700;
  private static final int VERSION_AT = 8;
  private static final int CHECKPOINT_LSN_AT = 32;
  private static final int CHECKPOINT_AT = 40;
  private static final int NEXT_XID_IN_CHECKPOINT = 24;

  private static final long SEGMENT = 16L << 20;
  private static final int PAGE = 8192;
  private static final int RECORD_CRC_AT = 20;
  private static final int RECORD_DATA_AT = 24;
  private static final int CHECKPOINT_IN_RECORD = RECORD_DATA_AT + 2;

  private NextEpoch() {}

  /**
   * Does it.
   *
   * @return false when the record crosses a page of the WAL: start and stop the server, and try
   *     again
   */
  static boolean begin(Path data) throws IOException {
    Path controlFile = data.resolve("global/pg_control");
    byte[] controlBytes = Files.readAllBytes(controlFile);
    ByteBuffer control = numbers(controlBytes);
    if (control.getInt(VERSION_AT) != CONTROL_VERSION) {
      throw new IOException("pg_control has version " + control.getInt(VERSION_AT));
    }
    long checkpoint = control.getLong(CHECKPOINT_LSN_AT);
    long next = control.getLong(CHECKPOINT_AT + NEXT_XID_IN_CHECKPOINT);
    int crcAt = crcAt(control);
    Path segmentFile = data.resolve("pg_wal").resolve(segment(checkpoint));
    byte[] segmentBytes = Files.readAllBytes(segmentFile);
    ByteBuffer segment = numbers(segmentBytes);
    int record = (int) (checkpoint % SEGMENT);
    int length = segment.getInt(record);
    if (record % PAGE + length > PAGE) {
      return false;
    }
    int nextInRecord = record + CHECKPOINT_IN_RECORD + NEXT_XID_IN_CHECKPOINT;
    if (segment.getLong(nextInRecord) != next) {
      throw new IOException("no checkpoint of this layout at " + Long.toHexString(checkpoint));
    }
    segment.putLong(nextInRecord, next + (1L << 32));
    CRC32C crc = new CRC32C();
    crc.update(segmentBytes, record + RECORD_DATA_AT, length - RECORD_DATA_AT);
    crc.update(segmentBytes, record, RECORD_CRC_AT);
    segment.putInt(record + RECORD_CRC_AT, (int) crc.getValue());
    control.putLong(CHECKPOINT_AT + NEXT_XID_IN_CHECKPOINT, next + (1L << 32));
    control.putInt(crcAt, crc(control, crcAt));
    Files.write(segmentFile, segmentBytes);
    Files.write(controlFile, controlBytes);
    return true;
  }

  private static ByteBuffer numbers(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static String segment(long lsn) {
    long number = lsn / SEGMENT;
    long perFile = (1L << 32) / SEGMENT;
    return "%08X%08X%08X".formatted(1, number / perFile, number % perFile);
  }

  /** The checksum is the last field; where that is depends on the build. */
  private static int crcAt(ByteBuffer control) throws IOException {
    for (int at = CHECKPOINT_AT; at < 512; at += Integer.BYTES) {
      if (control.getInt(at) == crc(control, at)) {
        return at;
      }
    }
    throw new IOException("pg_control has no checksum where one may be");
  }

  private static int crc(ByteBuffer buffer, int length) {
    CRC32C crc = new CRC32C();
    crc.update(buffer.slice(0, length));
    return (int) crc.getValue();
  }
}
