package io.plimsoll.system.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Those who write and read. */
final class Clients {
  private static final int TOKENS = 6;

  private final World world;
  private final Commits commits;
  private final List<Judge.Seen> tokens = new ArrayList<>();

  Clients(World world, Commits commits) {
    this.world = world;
    this.commits = commits;
    writeLater();
    readLater();
    if (world.plan().busy()) {
      world.time().in(world.time().between(500_000, Plan.FAULTS_END), this::rush);
    }
  }

  private void writeLater() {
    world.time().in(world.time().between(1, 2 * world.plan().writeMicros()), this::write);
  }

  private void readLater() {
    world
        .time()
        .in(
            world.time().between(1, 2 * world.plan().readMicros()),
            () -> {
              read();
              if (world.time().chance(0.15)) {
                herd();
              }
              readLater();
            });
  }

  private void read() {
    Instance instance = world.instances().get(world.time().below(world.instances().size()));
    List<Questions.Question> all = world.questions().all();
    Questions.Question question = all.get(world.time().below(all.size()));
    Optional<Judge.Seen> token =
        !tokens.isEmpty() && world.time().chance(0.2)
            ? Optional.of(tokens.get(world.time().below(tokens.size())))
            : Optional.empty();
    world.time().in(instance.actor(), 0, () -> instance.read(question, token));
  }

  /** The same question to all, some with a token. */
  private void herd() {
    List<Questions.Question> all = world.questions().all();
    Questions.Question question = all.get(world.time().below(all.size()));
    for (Instance instance : world.instances()) {
      for (int i = 0; i < 2; i++) {
        Optional<Judge.Seen> token =
            tokens.isEmpty() || world.time().chance(0.7)
                ? Optional.empty()
                : Optional.of(tokens.getLast());
        world
            .time()
            .in(
                instance.actor(),
                world.time().between(0, 3_000),
                () -> instance.read(question, token));
      }
    }
  }

  private void write() {
    if (world.time().now() > Plan.CALM) {
      return;
    }
    writeLater();
    if (!world.postgres().up()) {
      return;
    }
    Scheduler time = world.time();
    Postgres postgres = world.postgres();
    int life = postgres.life();
    Transaction transaction = postgres.begin();
    boolean truncates = time.chance(0.04);
    int rows = 1 + (time.chance(0.4) ? time.below(3) : 0);
    if (truncates) {
      if (!postgres.truncateArticles(transaction)) {
        postgres.abort(transaction);
        return;
      }
    } else {
      for (int i = 0; i < rows; i++) {
        postgres.write(
            transaction, time.below(Rows.COUNT), time.chance(0.1) ? 0 : world.ids().version());
      }
    }
    long open = time.chance(0.1) ? time.between(1_000, 250_000) : time.between(50, 2_000);
    time.in(
        open,
        () -> {
          if (postgres.life() == life) {
            end(transaction);
          }
        });
  }

  private void end(Transaction transaction) {
    if (transaction.writes.isEmpty() || world.time().chance(0.08)) {
      world.postgres().abort(transaction);
      return;
    }
    String incarnation = world.postgres().incarnation().value();
    commits.commit(
        transaction,
        commits.mode(),
        () -> {
          world.counts().add("write");
          if (!incarnation.isEmpty()) {
            if (tokens.size() == TOKENS) {
              tokens.removeFirst();
            }
            tokens.add(
                new Judge.Seen(
                    Instance.token(transaction, world.postgres().insertPosition(), incarnation),
                    world.time().now()));
          }
        });
  }

  /** So many commits that the older marks of a stripe are folded. */
  private void rush() {
    Postgres postgres = world.postgres();
    if (!postgres.up()) {
      return;
    }
    int held = world.time().below(Rows.ARTICLES);
    Transaction slow = postgres.begin();
    if (postgres.write(slow, held, world.ids().version())) {
      commits.commit(slow, Commits.Mode.SLOW, () -> world.counts().add("write"));
      for (int i = 0; i < 12; i++) {
        world.time().in(world.time().between(10_000, 400_000), this::read);
      }
    } else {
      postgres.abort(slow);
    }
    for (int i = 0; i < 300; i++) {
      Transaction quick = postgres.begin();
      int row = (held + 1 + i % 2) % Rows.ARTICLES;
      if (postgres.write(quick, row, world.ids().version())) {
        postgres.log(quick);
        postgres.show(quick);
      } else {
        postgres.abort(quick);
      }
    }
    postgres.flush(postgres.insertPosition());
    world.counts().add("rush");
  }
}
