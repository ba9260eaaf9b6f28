package io.plimsoll.core.freshness;

/** A commit that changed something: who it was and where its commit record ends. */
public record Mark(Xid xid, Lsn commitEnd) {
  /** Each half by itself: the greatest xid and the greatest LSN may be of two transactions. */
  public Mark max(Mark other) {
    return new Mark(
        xid.compareTo(other.xid) < 0 ? other.xid : xid,
        commitEnd.compareTo(other.commitEnd) < 0 ? other.commitEnd : commitEnd);
  }
}
