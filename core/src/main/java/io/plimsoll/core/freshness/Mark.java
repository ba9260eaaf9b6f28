package io.plimsoll.core.freshness;

/** A commit that changed something: who it was and where its commit record ends. */
public record Mark(Xid xid, Lsn commitEnd) {}
