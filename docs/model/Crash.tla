-------------------------------- MODULE Crash -------------------------------
(* Postgres loses its history: a crash with synchronous_commit=off, or the       *)
(* promotion of a standby that was behind. Commits that were visible are gone,   *)
(* their xids and LSNs are used again. The incarnation, a token that dies with   *)
(* the history, tells the reads and the stream apart. A former primary that      *)
(* nobody fenced, or a standby that did not follow, still answers: `old`.        *)
EXTENDS Naturals, Sequences, FiniteSets

CONSTANTS
  Xids,
  Promotion,          \* the new history may lack commits that were flushed and decoded
  OldAnswers,         \* who lived in the old history still answers reads
  \* Rules
  StreamIncarnation,  \* a record of another incarnation begins a new epoch; "the lost commit"
  ReadIncarnation,    \* the incarnation is read with the data, and must be Redis's; "the primary of yesterday"
  FillEpoch           \* a fill belongs to the epoch of its lookup

VARIABLES st, wal, flushed, inc, old, topic, cache, reader
vars == <<st, wal, flushed, inc, old, topic, cache, reader>>

X == 1..Xids
Max(S) == CHOOSE m \in S : \A y \in S : m >= y
Min(S) == CHOOSE m \in S : \A y \in S : m <= y
Idle == [at |-> "idle"]
None == [epoch |-> 0]
NoServer == [st |-> [x \in X |-> "none"], inc |-> 0]
Tx(x, i) == [xid |-> x, inc |-> i]

Init ==
  /\ st = [x \in X |-> "none"] /\ wal = <<>> /\ flushed = 0 /\ inc = 1
  /\ old = NoServer /\ topic = <<>>
  /\ cache = [epoch |-> 1, inc |-> 1, pos |-> 0, marks |-> {}, entry |-> None]
  /\ reader = Idle

-----------------------------------------------------------------------------
Begin(x) ==
  /\ st[x] = "none" /\ \A y \in X : y < x => st[y] # "none"
  /\ st' = [st EXCEPT ![x] = "run"] /\ UNCHANGED <<wal, flushed, inc, old, topic, cache, reader>>
Commit(x) ==
  /\ st[x] = "run" /\ st' = [st EXCEPT ![x] = "wal"] /\ wal' = Append(wal, Tx(x, inc))
  /\ UNCHANGED <<flushed, inc, old, topic, cache, reader>>
\* synchronous_commit=off: visible before the WAL is flushed.
Visible(x) ==
  /\ st[x] = "wal" /\ st' = [st EXCEPT ![x] = "vis"]
  /\ UNCHANGED <<wal, flushed, inc, old, topic, cache, reader>>
\* Only what is flushed is decoded.
FlushAndDecode ==
  /\ flushed < Len(wal) /\ flushed' = flushed + 1
  /\ topic' = Append(topic, wal[flushed + 1])
  /\ UNCHANGED <<st, wal, inc, old, cache, reader>>

\* What stays is a prefix of the flushed WAL: all of it after a crash, less after a promotion.
\* The stream of the new history begins with its incarnation.
Lose ==
  /\ inc = 1 /\ inc' = 2
  /\ \E n \in (IF Promotion THEN 0..flushed ELSE {flushed}) :
       LET kept == {wal[i].xid : i \in 1..n}
           next == Max({0} \cup kept)
       IN /\ wal' = SubSeq(wal, 1, n) /\ flushed' = n
          /\ st' = [x \in X |-> IF x \in kept THEN "vis" ELSE IF x < next THEN "gone" ELSE "none"]
  /\ old' = IF OldAnswers THEN [st |-> st, inc |-> 1] ELSE NoServer
  /\ topic' = Append(topic, Tx(0, 2))
  /\ UNCHANGED <<cache, reader>>

-----------------------------------------------------------------------------
Apply ==
  /\ cache.pos < Len(topic)
  /\ LET record == topic[cache.pos + 1]
     IN cache' =
       IF record.xid = 0
       THEN IF StreamIncarnation
            THEN [cache EXCEPT !.pos = @ + 1, !.epoch = @ + 1, !.inc = record.inc, !.marks = {}]
            ELSE [cache EXCEPT !.pos = @ + 1]
       ELSE [cache EXCEPT !.pos = @ + 1, !.marks = @ \cup {record.xid}, !.entry = None]
  /\ UNCHANGED <<st, wal, flushed, inc, old, topic, reader>>

\* The lookup that precedes a read says which epoch and incarnation it will be stored under.
Lookup ==
  /\ reader = Idle
  /\ reader' = [at |-> "looked", epoch |-> cache.epoch, inc |-> cache.inc]
  /\ UNCHANGED <<st, wal, flushed, inc, old, topic, cache>>

\* A commit that was kept is the same in both histories.
Seen(states, i) == {IF x \in {wal[j].xid : j \in {k \in 1..Len(wal) : wal[k].inc = 1}}
                    THEN Tx(x, 1) ELSE Tx(x, i) : x \in {y \in X : states[y] = "vis"}}

Answer(states, i) ==
  LET ended == {x \in X : states[x] \in {"vis", "gone"}}
      xmax == Max({0} \cup ended) + 1
      running == {x \in X : states[x] \in {"run", "wal"} /\ x < xmax}
  IN [at |-> "read", epoch |-> reader.epoch, saw |-> Seen(states, i),
      xmax |-> xmax, xip |-> running, inc |-> IF ReadIncarnation THEN i ELSE reader.inc]

Read ==
  /\ reader.at = "looked"
  /\ \/ reader' = Answer(st, inc)
     \/ old # NoServer /\ reader' = Answer(old.st, old.inc)
  /\ UNCHANGED <<st, wal, flushed, inc, old, topic, cache>>

Fill ==
  /\ reader.at = "read" /\ reader' = Idle
  /\ cache' = IF /\ FillEpoch => reader.epoch = cache.epoch
                 /\ reader.inc = cache.inc
                 /\ \A m \in cache.marks : m < reader.xmax /\ m \notin reader.xip
              THEN [cache EXCEPT !.entry = [epoch |-> cache.epoch, saw |-> reader.saw]]
              ELSE cache
  /\ UNCHANGED <<st, wal, flushed, inc, old, topic>>

Next ==
  \/ \E x \in X : Begin(x) \/ Commit(x) \/ Visible(x)
  \/ FlushAndDecode \/ Lose \/ Apply \/ Lookup \/ Read \/ Fill
Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
Readable == cache.entry # None /\ cache.entry.epoch = cache.epoch
\* The stream has told that the history is another one: heartbeats behind this prove hits fresh.
Told == \E i \in 1..cache.pos : topic[i].inc = inc
Kept == {wal[i] : i \in 1..Len(wal)}

\* No hit shows a commit that was lost, once the stream has told of it. Until then no heartbeat
\* of the new history has come through either, so the bound ends it (Bound).
NoPhantom == Readable /\ Told => cache.entry.saw \subseteq Kept

\* No hit lacks a change that was applied and still exists.
NoStale == Readable /\ Told => \A i \in 1..cache.pos : topic[i] \in Kept => topic[i] \in cache.entry.saw

\* To be violated: after the loss, with a reused xid, there are hits again.
NoHitAfterLoss == ~(Readable /\ inc = 2 /\ Told /\ \E t \in cache.entry.saw : t.inc = 2)
=============================================================================
