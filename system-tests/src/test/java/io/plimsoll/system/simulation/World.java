package io.plimsoll.system.simulation;

import io.plimsoll.core.cache.ServerClock;
import io.plimsoll.core.freshness.Lsn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything there is in one run, made from one seed. */
final class World {
  private static final long ROUND = 50_000;

  private final Scheduler time;
  private final Trace trace;
  private final Plan plan;
  private final Ids ids = new Ids();
  private final Counts counts = new Counts();
  private final Truth truth = new Truth();
  private final Questions questions;
  private final Postgres postgres;
  private final List<Standby> standbys = new ArrayList<>();
  private final RedisServer redis;
  private final Topic topic;
  private final Capture capture;
  private final Heartbeats.Lock beatLock = new Heartbeats.Lock();
  private final List<Heartbeats> heartbeats = new ArrayList<>();
  private final List<Instance> instances = new ArrayList<>();
  private final List<Actor> workers = new ArrayList<>();
  private final Judge judge;
  private Actor worker;
  private final Faults faults;
  private Optional<String> verdict = Optional.empty();

  World(long seed, Questions.Library library) {
    time = new Scheduler(seed);
    trace = new Trace(time);
    plan = Plan.of(time);
    questions = library.of(plan);
    judge = new Judge(this);
    postgres = new Postgres(time, trace, truth);
    redis = new RedisServer(time, trace);
    topic = new Topic(time, trace, ids);
    for (int i = 0; i < plan.standbys(); i++) {
      standbys.add(new Standby("standby" + i, postgres, time));
    }
    capture = new Capture(this, library.hash(), questions.shapes());
    Commits commits = new Commits(postgres, time);
    for (int i = 0; i < plan.heartbeats(); i++) {
      heartbeats.add(new Heartbeats(this, "beats" + i, beatLock, commits));
    }
    for (int i = 0; i < plan.instances(); i++) {
      instances.add(new Instance(this, "api" + i));
    }
    worker = startWorker("worker");
    var _ = new Clients(this, commits);
    trace.note("plan", plan.toString(), seed, 0);
    faults = new Faults(this);
  }

  private Actor startWorker(String name) {
    Actor actor = new Actor(name);
    if (plan.tiers().contains("redis")) {
      RedisClient client = new RedisClient(redis, time, actor, ids, clockOf(time));
      var _ = new Worker(actor, this, client);
      workers.add(actor);
    }
    return actor;
  }

  /** Runs to the end, or to the first thing that must not be. */
  Optional<String> run() {
    for (long until = ROUND; until <= Plan.END && verdict.isEmpty(); until += ROUND) {
      time.runTo(until);
    }
    if (verdict.isEmpty()) {
      new Calm(this).check();
    }
    return verdict;
  }

  void violated(String what, String text) {
    if (verdict.isEmpty()) {
      verdict = Optional.of(text);
      trace.note("VIOLATION", text, 0, 0);
      counts.add("violation." + what);
    }
  }

  Instance anyInstance() {
    return instances.get(time.below(instances.size()));
  }

  void restartInstance() {
    int i = time.below(instances.size());
    instances.get(i).kill();
    instances.set(i, new Instance(this, "api" + i + "'"));
  }

  boolean clockWasSetBack() {
    return faults.setBacks() > 0;
  }

  void restartWorker(long after) {
    worker.kill();
    workers.remove(worker);
    time.in(
        after,
        () -> {
          if (worker.dead()) {
            worker = startWorker("worker''");
          }
        });
  }

  Actor secondWorker() {
    return startWorker("worker'");
  }

  ServerClock clockOf(Scheduler scheduler) {
    return new ServerClock(() -> scheduler.now() * 1_000, Lsn.MAX);
  }

  void sums(Map<String, Long> into) {
    counts.addTo(into);
  }

  Scheduler time() {
    return time;
  }

  Trace trace() {
    return trace;
  }

  Plan plan() {
    return plan;
  }

  Ids ids() {
    return ids;
  }

  Counts counts() {
    return counts;
  }

  Truth truth() {
    return truth;
  }

  Questions questions() {
    return questions;
  }

  Postgres postgres() {
    return postgres;
  }

  List<Standby> standbys() {
    return standbys;
  }

  RedisServer redis() {
    return redis;
  }

  Topic topic() {
    return topic;
  }

  Capture capture() {
    return capture;
  }

  Heartbeats.Lock beatLock() {
    return beatLock;
  }

  List<Heartbeats> heartbeats() {
    return heartbeats;
  }

  List<Instance> instances() {
    return instances;
  }

  List<Actor> workers() {
    return workers;
  }

  Judge judge() {
    return judge;
  }
}
