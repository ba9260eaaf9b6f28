-------------------------------- MODULE Bound -------------------------------
(* Time. A heartbeat carries t0, Redis's time when it began, through the whole    *)
(* pipeline; a cache that has applied it lacks nothing that was visible before.   *)
(* Hits are allowed while t0 is not older than the bound: by Redis's clock, and   *)
(* by the reader's own, which cannot be set back (WatermarkGuard, ServerClock).   *)
(*                                                                              *)
(* What was applied is right (the other modules); here is what was not yet.       *)
EXTENDS Integers, Sequences, TLC

CONSTANTS
  Ticks,             \* how long the world lasts
  Limit,             \* max-staleness, in ticks
  Changes,           \* how many changes there are at most
  StepsBack,         \* how often Redis's clock is set back, by two ticks
  StepsWhen,         \* "settled": with no heartbeat on its way; "any"
  Failovers,         \* how often Redis fails over to an older state
  Beats,             \* how many heartbeats there are at most
  Starts,            \* how often the reader starts anew
  Flights,           \* reads of the origin that others wait for
  Near,              \* a cache in the process, filled from Redis
  \* Rules
  WatermarkChecked,  \* a hit needs a young watermark; "the worker is away"
  BeganBefore,       \* t0 is read before the heartbeat's transaction; "the late stamp"
  Remembered,        \* what Redis's clock was ahead by once still counts; "the clock that was set back"
  Newcomer,          \* how many heartbeats that commit after its start a reader waits for; "the newcomer"
  ClockAbove,        \* a sample of Redis's clock is an upper bound; "the slow answer"
  OwnWatermark,      \* a tier counts from its watermark, not from when it got the entry; "the bound, twice"
  FlightLimit        \* a shared read is no older than the waiter's bound; "the flight that left before"

VARIABLES
  now,      \* real time; the reader's monotonic clock runs with it
  offset,   \* Redis's clock less real time
  stream,   \* records on their way: changes, and heartbeats
  beats,    \* heartbeats so far
  beat,     \* the one whose transaction has not committed yet
  redis,    \* watermark; when the entry was stored; since when it lacks a change
  older,    \* the same in the replica
  fell,     \* Redis fell back and the invalidator does not know yet
  lead,     \* how far ahead of its own clock the reader has found Redis's, at most
  first,    \* how many heartbeats had committed when the reader started
  near,     \* what the cache in the process got from Redis, and when
  flight,   \* when a read began that is under way
  left
vars == <<now, offset, stream, beats, beat, redis, older, fell, lead, first, near, flight, left>>

No == -1
Clock == now + offset
NoMark == [n |-> 0, t0 |-> No]
Empty == [mark |-> NoMark, filled |-> No, lacks |-> No]
Since(state) == IF state.filled # No /\ state.lacks = No THEN [state EXCEPT !.lacks = now] ELSE state

Init ==
  /\ now = 1 /\ offset = 3 /\ stream = <<>> /\ beats = 0 /\ beat = NoMark
  /\ redis = Empty /\ older = Empty /\ fell = FALSE
  /\ lead = 3 /\ first = 0 - Newcomer /\ flight = No /\ near = [at |-> No] @@ Empty
  /\ left = [change |-> Changes, back |-> StepsBack, failover |-> Failovers, start |-> Starts]

\* The reader samples the clock all the time, whether somebody asks or not.
Sampled(at) == lead' = IF Remembered /\ lead > at THEN lead ELSE at

-----------------------------------------------------------------------------
Tick ==
  /\ now < Ticks /\ now' = now + 1
  /\ UNCHANGED <<offset, stream, beats, beat, redis, older, fell, lead, first, near, flight, left>>

OnItsWay == beat # NoMark \/ \E i \in 1..Len(stream) : stream[i].n > 0
StepBack ==
  /\ left.back > 0 /\ left' = [left EXCEPT !.back = @ - 1]
  /\ StepsWhen = "settled" => ~OnItsWay
  /\ offset' = offset - 2 /\ Sampled(offset - 2)
  /\ UNCHANGED <<now, stream, beats, beat, redis, older, fell, first, near, flight>>

\* A reader that starts knows nothing of what the clock was, and sees a watermark for the first time.
Start ==
  /\ left.start > 0 /\ left' = [left EXCEPT !.start = @ - 1]
  /\ lead' = offset /\ first' = beats - (IF beat = NoMark THEN 0 ELSE 1) /\ near' = [at |-> No] @@ Empty
  /\ UNCHANGED <<now, offset, stream, beats, beat, redis, older, fell, flight>>

Change ==
  /\ left.change > 0 /\ left' = [left EXCEPT !.change = @ - 1]
  /\ redis' = Since(redis) /\ older' = Since(older) /\ near' = Since(near)
  /\ stream' = Append(stream, [n |-> 0, t0 |-> 0])
  /\ UNCHANGED <<now, offset, beats, beat, fell, lead, first, flight>>

BeatBegins ==
  /\ ~OnItsWay /\ beats < Beats /\ beats' = beats + 1 /\ beat' = [n |-> beats + 1, t0 |-> Clock]
  /\ UNCHANGED <<now, offset, stream, redis, older, fell, lead, first, near, flight, left>>
BeatCommits ==
  /\ beat # NoMark /\ beat' = NoMark /\ stream' = Append(stream, beat)
  /\ UNCHANGED <<now, offset, beats, redis, older, fell, lead, first, near, flight, left>>

-----------------------------------------------------------------------------
\* The pipeline may stand still for as long as it likes. A change drops the entry; a position
\* that does not match begins a new epoch (Stream).
Apply ==
  /\ stream # <<>>
  /\ IF fell THEN redis' = Empty /\ UNCHANGED stream
     ELSE /\ stream' = Tail(stream)
          /\ LET record == Head(stream)
             IN redis' = IF record.n = 0 THEN [redis EXCEPT !.filled = No, !.lacks = No]
                ELSE [redis EXCEPT !.mark = [n |-> record.n, t0 |-> IF BeganBefore THEN record.t0 ELSE Clock]]
  /\ fell' = FALSE
  /\ UNCHANGED <<now, offset, beats, beat, older, lead, first, near, flight, left>>

\* A read of the origin is stored. It saw what is on its way, or its marks would refuse it later.
Fill ==
  /\ redis.filled = No /\ redis' = [redis EXCEPT !.filled = now, !.lacks = No]
  /\ UNCHANGED <<now, offset, stream, beats, beat, older, fell, lead, first, near, flight, left>>

Replicate ==
  /\ left.failover > 0 /\ older # redis /\ older' = redis
  /\ UNCHANGED <<now, offset, stream, beats, beat, redis, fell, lead, first, near, flight, left>>
Failover ==
  /\ left.failover > 0 /\ left' = [left EXCEPT !.failover = @ - 1]
  /\ redis' = older /\ fell' = TRUE
  /\ UNCHANGED <<now, offset, stream, beats, beat, older, lead, first, near, flight>>

Depart ==
  /\ Flights /\ flight = No /\ flight' = now
  /\ UNCHANGED <<now, offset, stream, beats, beat, redis, older, fell, lead, first, near, left>>

-----------------------------------------------------------------------------
(* The decision.                                                                *)

\* Redis's time as a sample tells it whose answer took up to one tick.
Estimates == IF ClockAbove THEN {now + lead, now + lead + 1} ELSE {now + lead - 1, now + lead}

Young ==
  /\ redis.mark # NoMark
  /\ redis.mark.n >= first + Newcomer
  /\ \E e \in Estimates : e >= redis.mark.t0 /\ e - redis.mark.t0 <= Limit

Hit ==
  /\ redis.filled # No
  /\ WatermarkChecked => Young

\* The cache in the process takes a hit of Redis over. Its stream stands still: the worst there is.
Copy ==
  /\ Near /\ near.at = No /\ Hit
  /\ near' = [at |-> now] @@ redis
  /\ UNCHANGED <<now, offset, stream, beats, beat, redis, older, fell, lead, first, flight, left>>
NearHit ==
  /\ near.at # No
  /\ IF OwnWatermark THEN \E e \in Estimates : e - near.mark.t0 <= Limit ELSE now - near.at <= Limit

Next ==
  \/ Tick \/ StepBack \/ Change \/ BeatBegins \/ BeatCommits \/ Apply \/ Fill
  \/ Replicate \/ Failover \/ Start \/ Depart \/ Copy
Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
\* An answer may lack what became visible within the bound, nothing older.
InBound(state) == state.lacks = No \/ now - state.lacks <= Limit
WithinBound == (Hit => InBound(redis)) /\ (NearHit => InBound(near))

\* Who waits for a read that began before it asked accepts it within the bound only.
Joins == flight # No /\ (FlightLimit => now - flight <= Limit)
FlightWithinBound == Joins => now - flight <= Limit

\* To be violated: a hit that lacks a change, within the bound, on a second heartbeat.
NoHit == ~(Hit /\ redis.lacks # No /\ redis.mark.n = 2)
=============================================================================
