-------------------------------- MODULE Token -------------------------------
(* Read your writes: a read that brings a write's token never answers from       *)
(* before it. The cache as such is fresh (Fill, Gap, Stream, Crash); here it is   *)
(* any entry that has all changes applied to it, which may be long before the    *)
(* write. Every change concerns the entry.                                      *)
EXTENDS Naturals, Sequences, FiniteSets

CONSTANTS
  Xids,
  Losses,            \* how often Postgres loses unflushed commits and uses xids and LSNs again
  \* Rules
  TokenOnCache,      \* a hit's stamp sees the token's xid, or the cache has applied up to its LSN
  TokenOnStandby,    \* a standby has replayed up to the token's LSN before the read
  TokenOnFlight,     \* a shared read's stamp sees the token's xid; "the flight that left before"
  LsnAfterCommit,    \* the token's LSN is sampled after the commit; "the LSN of the row"
  TokenIncarnation   \* a token of another incarnation is refused; "the write that was lost"

VARIABLES st, wal, flushed, inc, replay, cache, flight, tokens, served
vars == <<st, wal, flushed, inc, replay, cache, flight, tokens, served>>

X == 1..Xids
Max(S) == CHOOSE m \in S : \A y \in S : m >= y
None == [by |-> "none"]
Nobody == [by |-> "nobody"]
Tx(x, i) == [xid |-> x, inc |-> i]

Init ==
  /\ st = [x \in X |-> "none"] /\ wal = <<>> /\ flushed = 0 /\ inc = 1 /\ replay = 0
  /\ cache = [pos |-> 0, inc |-> 1, entry |-> None] /\ flight = None
  /\ tokens = {} /\ served = Nobody

Ended == {x \in X : st[x] = "vis"}
Xmax == Max({0} \cup Ended) + 1
Snapshot == [by |-> "snapshot", xmax |-> Xmax, xip |-> {x \in X : x < Xmax /\ st[x] # "vis"},
             inc |-> inc, saw |-> {wal[i] : i \in {j \in 1..Len(wal) : st[wal[j].xid] = "vis"}}]
Standby(lsn) == [by |-> "lsn", lsn |-> lsn, inc |-> inc, saw |-> {wal[i] : i \in 1..replay}]

-----------------------------------------------------------------------------
Begin(x) ==
  /\ st[x] = "none" /\ \A y \in X : y < x => st[y] # "none"
  /\ st' = [st EXCEPT ![x] = "run"]
  \* The wrong LSN: where the WAL stands when the row is written.
  /\ tokens' = IF LsnAfterCommit THEN tokens
               ELSE tokens \cup {[xid |-> x, lsn |-> Len(wal), inc |-> inc, given |-> FALSE]}
  /\ UNCHANGED <<wal, flushed, inc, replay, cache, flight, served>>
Commit(x) ==
  /\ st[x] = "run" /\ st' = [st EXCEPT ![x] = "wal"] /\ wal' = Append(wal, Tx(x, inc))
  /\ UNCHANGED <<flushed, inc, replay, cache, flight, tokens, served>>
Visible(x) ==
  /\ st[x] = "wal" /\ st' = [st EXCEPT ![x] = "vis"]
  /\ UNCHANGED <<wal, flushed, inc, replay, cache, flight, tokens, served>>
Flush ==
  /\ flushed < Len(wal) /\ flushed' = flushed + 1
  /\ UNCHANGED <<st, wal, inc, replay, cache, flight, tokens, served>>
Replay ==
  /\ replay < flushed /\ replay' = replay + 1
  /\ UNCHANGED <<st, wal, flushed, inc, cache, flight, tokens, served>>

\* The client has its answer, and the token, when the commit is visible.
Give(x) ==
  /\ st[x] = "vis" /\ \E i \in 1..Len(wal) : wal[i] = Tx(x, inc)
  /\ ~\E t \in tokens : t.xid = x /\ t.inc = inc /\ t.given
  /\ tokens' = IF LsnAfterCommit
       THEN tokens \cup {[xid |-> x, lsn |-> Len(wal), inc |-> inc, given |-> TRUE]}
       ELSE {IF t.xid = x /\ t.inc = inc THEN [t EXCEPT !.given = TRUE] ELSE t : t \in tokens}
  /\ UNCHANGED <<st, wal, flushed, inc, replay, cache, flight, served>>

\* For simplicity all that is left is visible, and the stream begins a new epoch by itself (Crash).
Lose ==
  /\ inc <= Losses /\ inc' = inc + 1
  /\ wal' = SubSeq(wal, 1, flushed)
  /\ LET kept == {wal[i].xid : i \in 1..flushed}
     IN /\ kept = {x \in X : x <= Cardinality(kept)}
        /\ st' = [x \in X |-> IF x \in kept THEN "vis" ELSE "none"]
  /\ cache' = [cache EXCEPT !.inc = inc + 1, !.entry = None] /\ flight' = None
  /\ UNCHANGED <<flushed, replay, tokens, served>>

-----------------------------------------------------------------------------
Apply ==
  /\ cache.pos < flushed
  /\ cache' = [cache EXCEPT !.pos = @ + 1, !.entry = None]
  /\ UNCHANGED <<st, wal, flushed, inc, replay, flight, tokens, served>>
\* What is stored has all that was applied; by whom it was read does not matter.
Fill ==
  /\ \E s \in {Snapshot} \cup {Standby(l) : l \in 0..replay} :
       /\ {wal[i] : i \in 1..cache.pos} \subseteq s.saw
       /\ s.by = "lsn" => s.lsn >= cache.pos
       /\ cache' = [cache EXCEPT !.entry = s]
  /\ UNCHANGED <<st, wal, flushed, inc, replay, flight, tokens, served>>
Depart ==
  /\ flight = None /\ flight' = Snapshot
  /\ UNCHANGED <<st, wal, flushed, inc, replay, cache, tokens, served>>

-----------------------------------------------------------------------------
(* A read with a token. The primary is always right, so it is left out.          *)

Sees(s, t) == IF s.by = "lsn" THEN t.lsn <= s.lsn ELSE t.xid < s.xmax /\ t.xid \notin s.xip
Serve(t, saw) == served' = [by |-> "us", token |-> t, saw |-> saw]

FromCache(t) ==
  /\ cache.entry # None
  /\ TokenOnCache => Sees(cache.entry, t) \/ cache.pos >= t.lsn
  /\ Serve(t, cache.entry.saw)
FromStandby(t) ==
  /\ \E l \in 0..replay : TokenOnStandby => l >= t.lsn
  /\ Serve(t, {wal[i] : i \in 1..replay})
FromFlight(t) ==
  /\ flight # None
  /\ TokenOnFlight => Sees(flight, t)
  /\ Serve(t, flight.saw)
Answer ==
  /\ served = Nobody
  /\ \E t \in tokens :
       /\ t.given /\ (TokenIncarnation => t.inc = inc)
       /\ FromCache(t) \/ FromStandby(t) \/ FromFlight(t)
  /\ UNCHANGED <<st, wal, flushed, inc, replay, cache, flight, tokens>>

Next ==
  \/ \E x \in X : Begin(x) \/ Commit(x) \/ Visible(x) \/ Give(x)
  \/ Flush \/ Replay \/ Lose \/ Apply \/ Fill \/ Depart \/ Answer
Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
\* Whoever was answered found the write of the token in the answer, not another one with its xid.
TokenKept == served # Nobody => Tx(served.token.xid, served.token.inc) \in served.saw

\* To be violated: a token is honoured from the cache, from a standby, and by a shared read.
NoHitWithToken == ~(served # Nobody /\ cache.pos > 0 /\ cache.entry # None)
=============================================================================
