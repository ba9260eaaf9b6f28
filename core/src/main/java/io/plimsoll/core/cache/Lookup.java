package io.plimsoll.core.cache;

import java.time.Duration;
import java.util.Optional;

/** What a lookup found. Only a {@link Hit} may be served. */
public sealed interface Lookup {

  /**
   * An entry that is exactly what the origin would have answered at some moment within the bound.
   *
   * @param at what the cache had applied: how far that is proven
   * @param age upper bound of how long ago that moment was
   * @param ttl how much longer the entry may be used
   */
  record Hit(Entry entry, Admission at, Duration age, Duration ttl) implements Lookup {}

  /**
   * No usable entry; what the origin answers may be offered to {@link Tier#fill} with this
   * admission.
   *
   * @param stale within the query's grace
   */
  record Miss(Reason reason, Admission admission, Optional<Stale> stale) implements Lookup {
    public Miss(Reason reason, Admission admission) {
      this(reason, admission, Optional.empty());
    }
  }

  /**
   * The cache must not be used for this request, nor filled from it.
   *
   * @param stale within the query's grace
   */
  record Bypass(Reason reason, Optional<Stale> stale) implements Lookup {
    public Bypass(Reason reason) {
      this(reason, Optional.empty());
    }
  }

  /** Why a lookup was no hit, or a fill was refused: label of a metric and part of a header. */
  enum Reason {
    /** Never stored, expired or evicted. */
    MISS("miss"),
    /** A change has removed one of its tags. */
    INVALIDATED("invalidated"),
    /** Stored in an earlier life of the cache, or the epoch changed during the read. */
    EPOCH("epoch"),
    /** The change stream has not been confirmed within the bound. */
    STALE_WATERMARK("stale-watermark"),
    /** The cache has no control state: never started, flushed or evicted. */
    NO_CONTROL("no-control"),
    /** The cache did not answer in time. */
    UNAVAILABLE("cache-unavailable"),
    /** The entry may be from before the write whose token the request shows. */
    TOKEN("token"),
    /** The read does not see a change that has been applied already. */
    MARK("mark"),
    /** The read may be from before a gap in the change stream. */
    FLOOR("floor"),
    /** The origin has lost its history since, or has none yet. */
    INCARNATION("incarnation"),
    /** The change stream is made with other tag shapes than this catalog's. */
    SHAPES("tag-shapes"),
    /** The schema has changed since the catalog was checked against it. */
    SCHEMA("schema"),
    /** The query cannot be cached soundly; the service says why at start. */
    UNCACHEABLE("uncacheable"),
    /** Configuration or catalog say that the query is not cached. */
    CACHE_NONE("cache-none"),
    /** An operator has switched the cache off. */
    SWITCHED_OFF("switched-off"),
    /** The answer is larger than the cache takes. */
    TOO_LARGE("too-large"),
    /** Nobody has asked for this key lately: it is stored when it is asked for again. */
    FIRST_ASKED("first-asked");

    private final String label;

    Reason(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }
}
