-------------------------------- MODULE Fill --------------------------------
(* Who may store what: the checks of fill.lua and Stamp.sees, the marks of      *)
(* apply.lua, the generations of tags; reads from the primary, from a standby, *)
(* and, for a cache in the process (L1), from Redis.                            *)
(*                                                                             *)
(* Not here: what happens when the stream has a hole (Gap), when Redis loses    *)
(* writes (Stream), when Postgres loses its history (Crash), and time (Bound).  *)
EXTENDS Naturals, Sequences, FiniteSets, TLC

CONSTANTS
  Xids,           \* transactions 1..Xids
  Readers,        \* each reads once and then offers its answer to a cache
  Sources,        \* where they read, of {"primary", "standby", "redis", "own"}
  Caches,         \* {"redis"}, or {"redis", "l1"}
  SharedStripe,   \* both tags share one stripe of marks
  Capacity,       \* marks of a stripe; more are folded
  WithRows,       \* rows are in the WAL too, before their commit
  \* Rules
  MarksChecked,      \* scenario "decoded before visible"
  MarksAre,          \* "set"; wrong: "last", "greatest"
  FoldedKept,        \* scenario "the mark that was dropped"
  FoldedNeverFalls,  \* scenario "folded twice"
  EveryTagChecked,   \* scenario "the second table of a join"
  TagDeleted,        \* without it nothing is invalidated at all
  GenerationFresh,   \* scenario "the tag that came back"
  FillAtomic,        \* scenario "checked, then overtaken"
  StandbyStamp,      \* "before"; wrong: "after", "snapshot"
  MarkAt,            \* "commit"; wrong: "row"
  PositionWithEntry, \* scenario "the position read after the entry"
  ReadOnly           \* scenario "its own uncommitted row"

VARIABLES
  writes,  \* which tags each transaction changes
  st,      \* of each transaction: none, run, wal (committed there), vis, gone
  wal,     \* rows and commits; the index of a record is its LSN
  replay,  \* how much of the WAL the standby has replayed
  made,    \* generations made so far
  cache,   \* of each cache: pos, marks, gen, entry
  reader
vars == <<writes, st, wal, replay, made, cache, reader>>

X == 1..Xids
Tags == {"a", "b"}
\* Two answers: one reads both tables, as a join does, and one reads the second only.
Keys == {"join", "single"}
TagsOf(k) == IF k = "join" THEN {"a", "b"} ELSE {"b"}
StripeOf(t) == IF SharedStripe THEN "a" ELSE t
Max(S) == CHOOSE m \in S : \A y \in S : m >= y
Min(S) == CHOOSE m \in S : \A y \in S : m <= y

None == [gens |-> <<>>]
Idle == [at |-> "idle"]
Done == [at |-> "done"]
NoMarks == [marks |-> <<>>, xid |-> 0, lsn |-> 0]

Init ==
  /\ writes \in [X -> SUBSET Tags \ {{}}]
  /\ st = [x \in X |-> "none"]
  /\ wal = <<>> /\ replay = 0 /\ made = 0
  /\ cache = [c \in Caches |->
       [pos |-> 0, stripe |-> [t \in Tags |-> NoMarks], gen |-> [t \in Tags |-> 0],
        entry |-> [k \in Keys |-> None]]]
  /\ reader = [r \in Readers |-> Idle]

-----------------------------------------------------------------------------
(* Postgres. Commits stand in the WAL in one order and become visible in any.   *)

Begin(x) ==
  /\ st[x] = "none" /\ \A y \in X : y < x => st[y] # "none"
  /\ st' = [st EXCEPT ![x] = "run"]
  /\ wal' = IF WithRows THEN Append(wal, [xid |-> x, commit |-> FALSE]) ELSE wal
  /\ UNCHANGED <<writes, replay, made, cache, reader>>

Commit(x) ==
  /\ st[x] = "run"
  /\ st' = [st EXCEPT ![x] = "wal"]
  /\ wal' = Append(wal, [xid |-> x, commit |-> TRUE])
  /\ UNCHANGED <<writes, replay, made, cache, reader>>

Visible(x) ==
  /\ st[x] = "wal"
  /\ st' = [st EXCEPT ![x] = "vis"]
  /\ UNCHANGED <<writes, wal, replay, made, cache, reader>>

\* Matters only to a read inside the transaction.
Abort(x) ==
  /\ "own" \in Sources
  /\ st[x] = "run"
  /\ st' = [st EXCEPT ![x] = "gone"]
  /\ UNCHANGED <<writes, wal, replay, made, cache, reader>>

Replay ==
  /\ "standby" \in Sources
  /\ replay < Len(wal) /\ replay' = replay + 1
  /\ UNCHANGED <<writes, st, wal, made, cache, reader>>

-----------------------------------------------------------------------------
(* Reads. A reader holds what it saw (only a model knows that) and the stamp.   *)

Snapshot(ended, running) ==
  LET xmax == Max({0} \cup ended) + 1
      xip == {x \in running : x < xmax}
  IN [by |-> "snapshot", xmin |-> Min({xmax} \cup xip), xmax |-> xmax, xip |-> xip]
UpTo(lsn) == [by |-> "lsn", lsn |-> lsn]

ReadPrimary(k) ==
  [at |-> "read", key |-> k, from |-> "primary",
   saw |-> {x \in X : st[x] = "vis"},
   stamp |-> Snapshot({x \in X : st[x] \in {"vis", "gone"}}, {x \in X : st[x] \in {"run", "wal"}})]

\* A standby shows what it has replayed. Its snapshot lists nothing as running. The LSN is
\* sampled in autocommit before: the standby may have gone on since.
Replayed == {wal[i].xid : i \in {j \in 1..replay : wal[j].commit}}
StandbyStamps ==
  CASE StandbyStamp = "before" -> {UpTo(l) : l \in 0..replay}
    [] StandbyStamp = "after" -> {UpTo(l) : l \in replay..Len(wal)}
    [] OTHER -> {Snapshot(Replayed, {})}

\* Inside transaction x: its own rows, and its own xid is not listed as running.
ReadOwn(k, x) ==
  [at |-> "read", key |-> k, from |-> "own",
   saw |-> {y \in X : st[y] = "vis"} \cup {x},
   stamp |-> Snapshot({y \in X : st[y] \in {"vis", "gone"}},
                      {y \in X : st[y] \in {"run", "wal"}} \ {x})]

Readable(c, k) ==
  /\ cache[c].entry[k] # None
  /\ \A t \in TagsOf(k) : cache[c].gen[t] # 0 /\ cache[c].entry[k].gens[t] = cache[c].gen[t]

\* L1 asks Redis: what survived there is valid up to Redis's position, however old its own stamp.
ReadRedis(k) ==
  [at |-> "read", key |-> k, from |-> "redis", saw |-> cache["redis"].entry[k].saw,
   stamp |-> UpTo(cache["redis"].pos)]

Read(r) ==
  /\ reader[r] = Idle
  /\ \E k \in Keys :
       \/ "primary" \in Sources /\ reader' = [reader EXCEPT ![r] = ReadPrimary(k)]
       \/ "standby" \in Sources /\ \E s \in StandbyStamps :
            reader' = [reader EXCEPT ![r] =
              [at |-> "read", key |-> k, from |-> "standby", saw |-> Replayed, stamp |-> s]]
       \/ "own" \in Sources /\ ~ReadOnly /\ \E x \in X :
            st[x] = "run" /\ reader' = [reader EXCEPT ![r] = ReadOwn(k, x)]
       \/ "redis" \in Sources /\ Readable("redis", k)
            /\ reader' = [reader EXCEPT ![r] = ReadRedis(k)]
  /\ UNCHANGED <<writes, st, wal, replay, made, cache>>

-----------------------------------------------------------------------------
(* Fill: Stamp.sees, and the store.                                            *)

Sees(s, m) ==
  IF s.by = "lsn" THEN m.lsn <= s.lsn
  ELSE m.xid < s.xmin \/ (m.xid < s.xmax /\ m.xid \notin s.xip)

SeesAll(s, stripe) ==
  /\ IF s.by = "lsn" THEN stripe.lsn <= s.lsn ELSE stripe.xid < s.xmin
  /\ \A i \in 1..Len(stripe.marks) : Sees(s, stripe.marks[i])

StampOf(r) ==
  IF reader[r].from = "redis" /\ ~PositionWithEntry THEN UpTo(cache["redis"].pos)
  ELSE reader[r].stamp

Admits(c, r) ==
  LET checked == IF EveryTagChecked THEN TagsOf(reader[r].key) ELSE {"b"}
  IN MarksChecked => \A t \in checked : SeesAll(StampOf(r), cache[c].stripe[StripeOf(t)])

\* Only L1 asks Redis, and only Redis's entries are asked for.
Target(r, c) == reader[r].from = "redis" => c = "l1"

Store(r, c) ==
  LET k == reader[r].key
      gen == [t \in Tags |->
        IF t \in TagsOf(k) /\ cache[c].gen[t] = 0
        THEN (IF GenerationFresh THEN made + 1 ELSE 1) ELSE cache[c].gen[t]]
  IN /\ cache' = [cache EXCEPT ![c].gen = gen,
          ![c].entry[k] = [saw |-> reader[r].saw, from |-> reader[r].from,
                              gens |-> [t \in TagsOf(k) |-> gen[t]]]]
     /\ made' = IF gen # cache[c].gen THEN made + 1 ELSE made
     /\ reader' = [reader EXCEPT ![r] = Done]

Fill(r) ==
  /\ reader[r].at = "read"
  /\ \E c \in Caches :
       /\ Target(r, c)
       /\ IF ~Admits(c, r)
          THEN reader' = [reader EXCEPT ![r] = Done] /\ UNCHANGED <<cache, made>>
          ELSE IF FillAtomic THEN Store(r, c)
          ELSE /\ reader' = [reader EXCEPT ![r] = [at |-> "admitted", to |-> c] @@ @]
               /\ UNCHANGED <<cache, made>>
  /\ UNCHANGED <<writes, st, wal, replay>>

StoreLater(r) ==
  /\ reader[r].at = "admitted"
  /\ Store(r, reader[r].to)
  /\ UNCHANGED <<writes, st, wal, replay>>

-----------------------------------------------------------------------------
(* Apply: the next commit of the stream, to one cache.                         *)

RowAt(x) == Min({i \in 1..Len(wal) : wal[i].xid = x})
MarkOf(i) == [xid |-> wal[i].xid, lsn |-> IF MarkAt = "row" THEN RowAt(wal[i].xid) ELSE i]

Fold(stripe, marks) ==
  LET n == Len(marks) - Capacity
      old == {marks[i] : i \in 1..n}
      xid == Max({m.xid : m \in old})
      lsn == Max({m.lsn : m \in old})
  IN [marks |-> SubSeq(marks, n + 1, Len(marks)),
      xid |-> IF ~FoldedKept THEN 0 ELSE IF FoldedNeverFalls THEN Max({xid, stripe.xid}) ELSE xid,
      lsn |-> IF ~FoldedKept THEN 0 ELSE IF FoldedNeverFalls THEN Max({lsn, stripe.lsn}) ELSE lsn]

Greatest(marks, m) ==
  IF marks = <<>> \/ marks[1].xid < m.xid THEN <<m>> ELSE marks

WithMark(stripe, m) ==
  CASE MarksAre = "last" -> [stripe EXCEPT !.marks = <<m>>]
    [] MarksAre = "greatest" -> [stripe EXCEPT !.marks = Greatest(@, m)]
    [] OTHER ->
        LET marks == Append(stripe.marks, m)
        IN IF Len(marks) > Capacity THEN Fold(stripe, marks) ELSE [stripe EXCEPT !.marks = marks]

Apply(c) ==
  LET ahead == {i \in (cache[c].pos + 1)..Len(wal) : wal[i].commit}
  IN /\ ahead # {}
     /\ LET i == Min(ahead)
            tags == writes[wal[i].xid]
            stripes == {StripeOf(t) : t \in tags}
        IN cache' = [cache EXCEPT
             ![c].pos = i,
             ![c].stripe = [t \in Tags |-> IF t \in stripes THEN WithMark(@[t], MarkOf(i)) ELSE @[t]],
             ![c].gen = [t \in Tags |-> IF TagDeleted /\ t \in tags THEN 0 ELSE @[t]]]
     /\ UNCHANGED <<writes, st, wal, replay, made, reader>>

Next ==
  \/ \E x \in X : Begin(x) \/ Commit(x) \/ Visible(x) \/ Abort(x)
  \/ Replay
  \/ \E r \in Readers : Read(r) \/ Fill(r) \/ StoreLater(r)
  \/ \E c \in Caches : Apply(c)
Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
AppliedTo(c, k) ==
  {wal[i].xid : i \in {j \in 1..cache[c].pos : wal[j].commit /\ writes[wal[j].xid] \cap TagsOf(k) # {}}}

\* No hit lacks a change that has been applied.
NoStale == \A c \in Caches, k \in Keys : Readable(c, k) => AppliedTo(c, k) \subseteq cache[c].entry[k].saw

\* No hit shows what was never committed.
NoPhantom == \A c \in Caches, k \in Keys :
  Readable(c, k) => \A x \in cache[c].entry[k].saw : st[x] \in {"wal", "vis"}

\* Neither a position nor a folded value ever falls.
NeverBack == [][\A c \in Caches :
  /\ cache'[c].pos >= cache[c].pos
  /\ \A t \in Tags : cache'[c].stripe[t].xid >= cache[c].stripe[t].xid
                  /\ cache'[c].stripe[t].lsn >= cache[c].stripe[t].lsn]_vars

\* To be violated, or the model proves nothing: an answer with a change in it is found after a change.
NoHitFrom(source) == \A c \in Caches, k \in Keys :
  ~(Readable(c, k) /\ cache[c].pos > 0 /\ cache[c].entry[k].saw # {} /\ cache[c].entry[k].from = source)
NoHitFromPrimary == NoHitFrom("primary")
NoHitFromStandby == NoHitFrom("standby")
NoHitFromRedis == NoHitFrom("redis")
=============================================================================
