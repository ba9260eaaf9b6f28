------------------------------- MODULE Stream -------------------------------
(* The position lives where the state lives. One topic, Redis with a replica,    *)
(* and invalidators that believe to know where Redis stands: Session.java and    *)
(* apply.lua. Redis fails over to an older state, evicts, an answer gets lost,   *)
(* a second invalidator wakes up, the log is cut and grows again.               *)
(*                                                                              *)
(* Some changes concern the one entry, others do not. A change is visible when   *)
(* it is in the log, and what a read saw is a position: Fill and Gap show what   *)
(* stands behind.                                                                *)
EXTENDS Naturals, Sequences

CONSTANTS
  Changes,          \* commits 1..Changes; the number is the LSN
  Invalidators,     \* one, or two of which one is forgotten
  MaxEpochs,        \* two invalidators can take the position from each other without end
  Failovers, Cuts, Restarts, Evictions, LostAnswers, \* how often each fault happens
  \* Rules
  ComparePosition,  \* apply only where Redis stands where the sender believes; "the lost invalidation"
  CompareEpoch,     \* and in the epoch that it believes in; "the epoch that failed over"
  MismatchEpoch,    \* a mismatch begins a new epoch; "two invalidators"
  ChainChecked,     \* a record names the one before; "the log that was cut"
  AppliedChecked,   \* at a start, Redis's last LSN is compared with the log's; "cut while it was away"
  StripesWithEpoch, \* marks without their control, or of another epoch, are none; "the evicted marks"
  FloorAfterEpoch   \* nothing is stored in a new epoch until a heartbeat has come; see Gap

VARIABLES touching, commit, log, redis, replica, inv, reader, epochs, left
vars == <<touching, commit, log, redis, replica, inv, reader, epochs, left>>

Unknown == 0
Idle == [epoch |-> 0, saw |-> 0]
NoEntry == [epoch |-> 0, saw |-> 0]
At(position) == IF position = 0 THEN Unknown ELSE log[position].lsn

Init ==
  /\ touching \in SUBSET (1..Changes)
  /\ commit = 0 /\ log = <<>>
  \* An epoch has just begun: where nothing is known of the record before, nothing is stored either.
  /\ redis = [epoch |-> 1, pos |-> 0, lsn |-> Unknown, mark |-> 0, stripes |-> 1, entry |-> NoEntry,
             floor |-> IF FloorAfterEpoch THEN Changes + 1 ELSE 0]
  /\ replica = redis
  /\ inv = [i \in Invalidators |-> [epoch |-> 1, pos |-> 0, last |-> Unknown, todo |-> <<>>]]
  /\ reader = Idle /\ epochs = 1
  /\ left = [failover |-> Failovers, cut |-> Cuts, restart |-> Restarts,
             evict |-> Evictions, answer |-> LostAnswers]

Use(fault) == left[fault] > 0 /\ left' = [left EXCEPT ![fault] = @ - 1]

-----------------------------------------------------------------------------
(* Postgres and the topic: records in commit order, each names the one before. *)

Publish ==
  /\ commit < Changes /\ commit' = commit + 1
  /\ log' = Append(log, [lsn |-> commit + 1, prev |-> commit])
  /\ UNCHANGED <<touching, redis, replica, inv, reader, epochs, left>>

\* A broker without the last records takes over, or the topic is made anew. Offsets are used again.
Cut ==
  /\ Use("cut") /\ \E n \in 0..(Len(log) - 1) : log' = SubSeq(log, 1, n)
  /\ UNCHANGED <<touching, commit, redis, replica, inv, reader, epochs>>

-----------------------------------------------------------------------------
(* Redis. The replica is some older state, whole: a script replicates as one.    *)

Replicate ==
  /\ left.failover > 0 /\ replica # redis /\ replica' = redis
  /\ UNCHANGED <<touching, commit, log, redis, inv, reader, epochs, left>>
Failover ==
  /\ Use("failover") /\ redis # replica /\ redis' = replica
  /\ UNCHANGED <<touching, commit, log, replica, inv, reader, epochs>>
Evict ==
  /\ Use("evict") /\ redis' = [redis EXCEPT !.mark = 0, !.stripes = 0]
  /\ UNCHANGED <<touching, commit, log, replica, inv, reader, epochs>>

-----------------------------------------------------------------------------
(* Invalidators                                                                 *)

\* Finds something amiss; opens the epoch a step later, when Redis may stand elsewhere.
WillOpen(i, pos, lsn) == inv' = [inv EXCEPT ![i].todo = <<pos, lsn>>]

Open(i) ==
  /\ inv[i].todo # <<>> /\ epochs < MaxEpochs
  /\ LET pos == inv[i].todo[1]
         lsn == inv[i].todo[2]
     IN /\ redis' = [redis EXCEPT !.epoch = epochs + 1, !.stripes = epochs + 1, !.pos = pos, !.lsn = lsn,
                     !.mark = 0, !.floor = IF FloorAfterEpoch THEN Changes + 1 ELSE 0]
        /\ inv' = [inv EXCEPT ![i] = [epoch |-> epochs + 1, pos |-> pos, todo |-> <<>>,
                     \* Behind a record that did not follow, the chain begins anew.
                     last |-> IF pos < Len(log) THEN log[pos + 1].prev ELSE Unknown]]
  /\ epochs' = epochs + 1
  /\ UNCHANGED <<touching, commit, log, replica, reader, left>>

\* Begins, or begins again, where Redis stands: log-rewritten when the log does not join there.
Start(i) ==
  /\ Use("restart")
  /\ IF redis.stripes # redis.epoch /\ StripesWithEpoch
     THEN WillOpen(i, Len(log), At(Len(log)))
     ELSE IF redis.pos > Len(log) \/ (AppliedChecked /\ redis.lsn # Unknown /\ redis.lsn # At(redis.pos))
     THEN WillOpen(i, Len(log), At(Len(log)))
     ELSE inv' = [inv EXCEPT ![i] =
            [epoch |-> redis.epoch, pos |-> redis.pos, last |-> At(redis.pos), todo |-> <<>>]]
  /\ UNCHANGED <<touching, commit, log, redis, replica, reader, epochs>>

\* The reader's offset is behind the log's end.
OffsetGone(i) ==
  /\ inv[i].todo = <<>> /\ inv[i].pos > Len(log)
  /\ WillOpen(i, Len(log), At(Len(log)))
  /\ UNCHANGED <<touching, commit, log, redis, replica, reader, epochs, left>>

Stands(i) ==
  /\ ComparePosition => redis.pos = inv[i].pos
  /\ CompareEpoch => redis.epoch = inv[i].epoch
Follows(i, record) ==
  ~ChainChecked \/ inv[i].last = Unknown \/ inv[i].last = record.prev

\* The script, when it applies: mark, entry, floor and position move together. Any record may be
\* the heartbeat that ends the wait for the floor.
Applied(i, record) ==
  \E floor \in {redis.floor, IF redis.floor > Changes THEN record.lsn ELSE redis.floor} :
    redis' = [redis EXCEPT !.pos = inv[i].pos + 1, !.lsn = record.lsn, !.floor = floor,
              !.mark = IF record.lsn \in touching THEN record.lsn ELSE @,
              !.entry = IF record.lsn \in touching THEN NoEntry ELSE @]

Apply(i) ==
  /\ inv[i].todo = <<>> /\ inv[i].pos < Len(log)
  /\ LET record == log[inv[i].pos + 1]
         next == [inv EXCEPT ![i].pos = @ + 1, ![i].last = record.lsn]
     IN IF ~Follows(i, record)
        THEN WillOpen(i, inv[i].pos, inv[i].last) /\ UNCHANGED <<redis, left>>
        ELSE IF redis.stripes # redis.epoch /\ StripesWithEpoch
        THEN WillOpen(i, inv[i].pos, inv[i].last) /\ UNCHANGED <<redis, left>>
        ELSE IF Stands(i)
        THEN /\ Applied(i, record)
             /\ \/ inv' = next /\ UNCHANGED left
                \/ Use("answer") /\ UNCHANGED inv
        ELSE /\ IF redis.epoch = inv[i].epoch /\ redis.pos = inv[i].pos + 1
                THEN inv' = next \* the answer was lost, the batch is there
                ELSE IF MismatchEpoch THEN WillOpen(i, redis.pos, redis.lsn)
                ELSE inv' = [inv EXCEPT ![i] = [epoch |-> redis.epoch, pos |-> redis.pos,
                               last |-> IF redis.pos <= Len(log) THEN At(redis.pos) ELSE Unknown, todo |-> <<>>]]
             /\ UNCHANGED <<redis, left>>
  /\ UNCHANGED <<touching, commit, log, replica, reader, epochs>>

-----------------------------------------------------------------------------
(* A read, and its answer's way into the cache.                                 *)
Read ==
  /\ reader = Idle /\ reader' = [epoch |-> redis.epoch, saw |-> commit]
  /\ UNCHANGED <<touching, commit, log, redis, replica, inv, epochs, left>>
Fill ==
  /\ reader # Idle /\ reader' = Idle
  /\ redis' = IF /\ reader.epoch = redis.epoch
                 /\ StripesWithEpoch => redis.stripes = redis.epoch
                 /\ redis.mark <= reader.saw /\ redis.floor <= reader.saw
              THEN [redis EXCEPT !.entry = reader] ELSE redis
  /\ UNCHANGED <<touching, commit, log, replica, inv, epochs, left>>

Next ==
  \/ Publish \/ Cut \/ Replicate \/ Failover \/ Evict \/ Read \/ Fill
  \/ \E i \in Invalidators : Open(i) \/ Start(i) \/ OffsetGone(i) \/ Apply(i)
Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
Readable == redis.entry # NoEntry /\ redis.entry.epoch = redis.epoch

\* Redis vouches for all changes up to the last it has applied; a hit has them.
NoStale == Readable => \A c \in touching : c <= redis.lsn => c <= redis.entry.saw

\* Unless Redis itself falls back, or an epoch ends, what it vouches for only grows.
NeverBack == [][left'.failover = left.failover /\ redis'.epoch = redis.epoch =>
  redis'.lsn >= redis.lsn /\ redis'.pos >= redis.pos]_vars

\* To be violated: hits after everything that can happen has happened.
NoHitAfterAll == ~(Readable /\ redis.lsn > 0 /\ epochs > 1
  /\ left = [failover |-> 0, cut |-> 0, restart |-> 0, evict |-> 0, answer |-> 0])
=============================================================================
