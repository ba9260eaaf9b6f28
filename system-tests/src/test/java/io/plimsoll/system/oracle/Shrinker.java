package io.plimsoll.system.oracle;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Leaves out of a violation's story what it does not take. Tells it anew each time. */
final class Shrinker {
  private final Stage stage;
  private final Trial trial;

  private record Story(Build build, List<Asked> asked, List<RandomTransaction> transactions) {
    Story with(List<RandomTransaction> others) {
      return new Story(build, asked, others);
    }
  }

  Shrinker(Stage stage, Trial trial) {
    this.stage = stage;
    this.trial = trial;
  }

  String shrink(Build build, List<Asked> asked, Violation violation) throws SQLException {
    String name = violation.entry().query().name();
    List<Asked> one = asked.stream().filter(a -> a.query().name().equals(name)).toList();
    Story whole = new Story(build, one, violation.transactions());
    if (told(whole).isEmpty()) {
      return "(not seen again alone)\n" + violation.shown(build);
    }
    Story least = without(whole, whole.transactions(), whole::with);
    for (int i = 0; i < least.transactions().size(); i++) {
      least = statements(least, i);
    }
    Story last = least;
    least =
        without(
            last,
            last.build().data(),
            left -> new Story(last.build().withData(left), one, last.transactions()));
    return told(least).orElse(violation).shown(least.build());
  }

  private Story statements(Story story, int at) throws SQLException {
    return without(
        story,
        story.transactions().get(at).statements(),
        left -> {
          List<RandomTransaction> all = new ArrayList<>(story.transactions());
          all.set(at, new RandomTransaction(left));
          return story.with(all);
        });
  }

  /** Leaves out parts, larger ones first. */
  private <T> Story without(Story story, List<T> parts, Function<List<T>, Story> made)
      throws SQLException {
    List<T> left = parts;
    Story best = story;
    for (int size = Math.max(1, parts.size() / 2); size > 0; size /= 2) {
      for (int from = left.size() - size; from >= 0; from -= size) {
        List<T> fewer = new ArrayList<>(left.subList(0, from));
        fewer.addAll(left.subList(from + size, left.size()));
        Story tried = made.apply(fewer);
        if (!fewer.isEmpty() && told(tried).isPresent()) {
          left = fewer;
          best = tried;
        }
      }
    }
    return best;
  }

  private Optional<Violation> told(Story story) throws SQLException {
    stage.make(story.build());
    return trial.run(story.asked(), story.transactions()).stream().findFirst();
  }
}
