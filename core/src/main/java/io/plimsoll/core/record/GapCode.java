package io.plimsoll.core.record;

/**
 * Why an epoch was opened: label of the metrics, field of the log lines, member of {@link
 * InvalidationStats#gaps}. {@code docs/gaps.md} has an entry for each. On the wire a code is text,
 * so that a reader understands a gap whose code it does not know.
 */
public enum GapCode {
  /** There was no replication slot; the capture has made it. */
  SLOT_CREATED("slot-created", Source.CAPTURE),
  /** Postgres has given the slot up; the capture has made it anew. */
  SLOT_LOST("slot-lost", Source.CAPTURE),
  /** The slot resumes behind the end of the topic. */
  SLOT_AHEAD("slot-ahead", Source.CAPTURE),
  /** The topic holds a transaction that this history of the origin does not have. */
  ORIGIN_REWOUND("origin-rewound", Source.CAPTURE),
  /** Crash recovery, promotion or restore: visible commits may be gone, ids are used again. */
  INCARNATION("incarnation", Source.BOTH),
  /** The topic has no record to continue from. */
  TOPIC_EMPTY("topic-empty", Source.CAPTURE),
  /** A record that this version cannot read. */
  UNDECODABLE("undecodable", Source.BOTH),
  /** Debezium told of something that the capture does not know. */
  UNKNOWN_EVENT("unknown-event", Source.CAPTURE),
  /** A transaction's end did not come. */
  END_MISSING("end-missing", Source.CAPTURE),
  /** A transaction had another number of rows than its end says. */
  ROWS_MISSING("rows-missing", Source.CAPTURE),
  /** A transaction changed more tables than a record can tell. */
  TOO_MANY_TABLES("too-many-tables", Source.CAPTURE),
  /** An operator has ended everything by hand. */
  INVALIDATED("invalidated", Source.CAPTURE),
  /** DDL that can change any answer. */
  DDL("ddl", Source.CAPTURE),
  /** The cache has no control state: it is new, was flushed or restarted empty. */
  NO_CONTROL("no-control", Source.FOLLOWER),
  /** The control state went away while the worker ran. */
  CONTROL_LOST("control-lost", Source.FOLLOWER),
  /** The cache stands elsewhere than the worker left it. */
  POSITION("position", Source.FOLLOWER),
  /** The topic was deleted and made anew. */
  TOPIC_RECREATED("topic-recreated", Source.FOLLOWER),
  /** The topic no longer has, or does not have yet, the record to read next. */
  RETENTION("retention", Source.FOLLOWER),
  /** The topic does not have the record that was applied last. */
  LOG_REWRITTEN("log-rewritten", Source.FOLLOWER),
  /** An offset is missing in the topic. */
  OFFSET("offset", Source.FOLLOWER),
  /** A record does not follow the one before it. */
  CHAIN("chain", Source.FOLLOWER),
  /** The keyed tags of the catalog, or their key, have changed. */
  TAG_SHAPES("tag-shapes", Source.FOLLOWER);

  /** Who finds it. */
  public enum Source {
    /** The capture, which publishes a gap record. */
    CAPTURE,
    /** Each cache that follows the topic, for itself. */
    FOLLOWER,
    /** Either. */
    BOTH
  }

  private final String label;
  private final Source source;

  GapCode(String label, Source source) {
    this.label = label;
    this.source = source;
  }

  public String label() {
    return label;
  }

  public Source source() {
    return source;
  }
}
