package io.plimsoll.system.staleness;

import io.plimsoll.local.server.Server;
import io.plimsoll.local.stack.Service;
import io.plimsoll.local.stack.Stack;
import java.util.List;
import java.util.function.Function;

/** {@code kill -9} and SIGSTOP of each process. */
final class ProcessFaults {
  private record Part(String name, Function<Stack, Server> find) {}

  private static final List<Part> PARTS =
      List.of(
          new Part("Postgres", Stack::postgres),
          new Part("Redis", Stack::redis),
          new Part("Kafka", Stack::kafka),
          new Part("worker", stack -> stack.service(Service.CDC)),
          new Part("API", stack -> stack.service(Service.API)));

  private static final Part STANDBY = new Part("standby", stack -> stack.standbys().getFirst());

  private ProcessFaults() {}

  /** Of each part but the standby. */
  static List<Fault> all() {
    return PARTS.stream().flatMap(part -> of(part).stream()).toList();
  }

  static List<Fault> ofStandby() {
    return of(STANDBY);
  }

  private static List<Fault> of(Part part) {
    return List.of(
        new Fault("kill -9 " + part.name(), stage -> kill(stage, part)),
        new Fault("SIGSTOP " + part.name(), stage -> pause(stage, part)));
  }

  private static void kill(Stage stage, Part part) {
    Server server = part.find().apply(stage.rig().stack());
    server.kill();
    server.start();
  }

  private static void pause(Stage stage, Part part) {
    Server server = part.find().apply(stage.rig().stack());
    server.pause();
    stage.hold();
    server.resume();
  }
}
