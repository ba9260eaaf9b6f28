-------------------------------- MODULE Gap ---------------------------------
(* Changes that never arrive: a slot was lost, a record was unreadable, the log *)
(* was cut. The cache begins a new epoch, and nothing is stored before the      *)
(* floor is known, which two heartbeats bring (docs/adr/0003).                  *)
EXTENDS Naturals, Sequences, FiniteSets

CONSTANTS
  Xids,         \* transactions 1..Xids, changes or heartbeats
  Standby,      \* reads on a standby too
  \* Rules
  GapEpoch,     \* a gap begins a new epoch; scenario "the hole nobody saw"
  LookupEpoch,  \* an entry of another epoch is no hit; scenario "the entry from before"
  FillEpoch,    \* a fill belongs to the epoch of its lookup
  PendingRefuses, \* nothing is stored until the floor is known; scenario "the floor that is not there yet"
  FloorFrom,    \* "second-beat"; wrong: "none", "first-beat", "xmax-in-beat"
  BeatsSerial   \* a beat takes its lock before its xid, and keeps it until it is visible

VARIABLES st, kind, seen, wal, replay, cache, lost, reader
vars == <<st, kind, seen, wal, replay, cache, lost, reader>>

X == 1..Xids
Max(S) == CHOOSE m \in S : \A y \in S : m >= y
Min(S) == CHOOSE m \in S : \A y \in S : m <= y
Idle == [at |-> "idle"]
Done == [at |-> "done"]
None == [epoch |-> 0]
NoFloor == [xid |-> 0, lsn |-> 0]
Pending == [xid |-> Xids + 9, lsn |-> Xids + 9]

Init ==
  /\ st = [x \in X |-> "none"] /\ kind = [x \in X |-> "none"] /\ seen = [x \in X |-> 0]
  /\ wal = <<>> /\ replay = 0 /\ lost = {}
  /\ cache = [epoch |-> 1, pos |-> 0, marks |-> {}, floor |-> NoFloor, beats |-> 0, entry |-> None]
  /\ reader = Idle

-----------------------------------------------------------------------------
Ended == {x \in X : st[x] = "vis"}
Running == {x \in X : st[x] \in {"run", "wal"}}
Xmax == Max({0} \cup Ended) + 1
Xmin == Min({Xmax} \cup {x \in Running : x < Xmax})

Begin(x) ==
  /\ st[x] = "none" /\ \A y \in X : y < x => st[y] # "none"
  /\ \E k \in {"change", "beat"} :
       /\ k = "beat" /\ BeatsSerial => \A y \in Running : kind[y] # "beat"
       /\ kind' = [kind EXCEPT ![x] = k]
       \* The snapshot of the heartbeat itself: only the wrong floor "xmax-in-beat" uses it.
       /\ seen' = [seen EXCEPT ![x] = IF k = "beat" /\ FloorFrom = "xmax-in-beat" THEN Xmax ELSE 0]
  /\ st' = [st EXCEPT ![x] = "run"]
  /\ UNCHANGED <<wal, replay, cache, lost, reader>>

Commit(x) ==
  /\ st[x] = "run" /\ st' = [st EXCEPT ![x] = "wal"] /\ wal' = Append(wal, x)
  /\ UNCHANGED <<kind, seen, replay, cache, lost, reader>>

Visible(x) ==
  /\ st[x] = "wal" /\ st' = [st EXCEPT ![x] = "vis"]
  /\ UNCHANGED <<kind, seen, wal, replay, cache, lost, reader>>

Replay ==
  /\ Standby /\ replay < Len(wal) /\ replay' = replay + 1
  /\ UNCHANGED <<st, kind, seen, wal, cache, lost, reader>>

-----------------------------------------------------------------------------
\* The records up to some point never arrive. Once: a second gap is like the first.
Gap ==
  /\ lost = {}
  /\ \E p \in (cache.pos + 1)..Len(wal) :
       /\ lost' = {wal[i] : i \in (cache.pos + 1)..p}
       /\ cache' = IF GapEpoch
            THEN [cache EXCEPT !.epoch = @ + 1, !.pos = p, !.marks = {}, !.beats = 0,
                  !.floor = IF FloorFrom = "none" THEN NoFloor ELSE Pending]
            ELSE [cache EXCEPT !.pos = p]
  /\ UNCHANGED <<st, kind, seen, wal, replay, reader>>

FloorAt(x, i) ==
  IF cache.floor # Pending THEN cache.floor
  ELSE CASE FloorFrom = "second-beat" /\ cache.beats = 1 -> [xid |-> x, lsn |-> i]
         [] FloorFrom = "first-beat" -> [xid |-> x, lsn |-> i]
         [] FloorFrom = "xmax-in-beat" -> [xid |-> seen[x] - 1, lsn |-> i]
         [] OTHER -> Pending

Apply ==
  /\ cache.pos < Len(wal)
  /\ LET i == cache.pos + 1
         x == wal[i]
     IN cache' = IF kind[x] = "beat"
          THEN [cache EXCEPT !.pos = i, !.floor = FloorAt(x, i),
                !.beats = IF cache.floor = Pending THEN 1 ELSE @]
          ELSE [cache EXCEPT !.pos = i, !.marks = @ \cup {[xid |-> x, lsn |-> i]}, !.entry = None]
  /\ UNCHANGED <<st, kind, seen, wal, replay, lost, reader>>

-----------------------------------------------------------------------------
\* What is in flight when the gap happens is what the floor is for.
Read ==
  /\ reader = Idle
  /\ \/ reader' = [at |-> "read", epoch |-> cache.epoch, saw |-> Ended, by |-> "snapshot",
                   xmin |-> Xmin, xmax |-> Xmax, xip |-> {x \in Running : x < Xmax}]
     \/ Standby /\ \E l \in 0..replay :
          reader' = [at |-> "read", epoch |-> cache.epoch, saw |-> {wal[i] : i \in 1..replay},
                     by |-> "lsn", lsn |-> l]
  /\ UNCHANGED <<st, kind, seen, wal, replay, cache, lost>>

Sees(s, m) ==
  IF s.by = "lsn" THEN m.lsn <= s.lsn
  ELSE m.xid < s.xmin \/ (m.xid < s.xmax /\ m.xid \notin s.xip)
Above(s) ==
  \/ cache.floor = Pending /\ ~PendingRefuses
  \/ IF s.by = "lsn" THEN cache.floor.lsn <= s.lsn ELSE cache.floor.xid < s.xmin

Fill ==
  /\ reader.at = "read"
  /\ cache' = IF /\ Above(reader)
                 /\ \A m \in cache.marks : Sees(reader, m)
                 /\ FillEpoch => reader.epoch = cache.epoch
              THEN [cache EXCEPT !.entry = [epoch |-> cache.epoch, saw |-> reader.saw]]
              ELSE cache
  /\ reader' = IF cache'.entry = cache.entry THEN Done ELSE Idle
  /\ UNCHANGED <<st, kind, seen, wal, replay, lost>>

Next ==
  \/ \E x \in X : Begin(x) \/ Commit(x) \/ Visible(x)
  \/ Replay \/ Gap \/ Apply \/ Read \/ Fill
Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
Readable == cache.entry # None /\ (LookupEpoch => cache.entry.epoch = cache.epoch)
Told == {x \in {wal[i] : i \in 1..cache.pos} : kind[x] = "change"}

\* No hit lacks a change that was applied, or that was lost before what was applied.
NoStale == Readable => Told \subseteq cache.entry.saw

\* Within an epoch the floor never falls once it is known.
FloorNeverFalls == [][
  cache'.epoch = cache.epoch /\ cache.floor # Pending =>
    cache'.floor.xid >= cache.floor.xid /\ cache'.floor.lsn >= cache.floor.lsn]_vars

\* To be violated: after a gap with a change in it there are hits again.
NoHitAfterGap == ~(Readable /\ cache.entry.epoch = 2 /\ \E x \in lost : kind[x] = "change")
=============================================================================
