package io.plimsoll.local.cli;

import io.plimsoll.local.server.EmbeddedStandby;
import io.plimsoll.local.server.Server;
import io.plimsoll.local.stack.Credentials;
import io.plimsoll.local.stack.Endpoints;
import io.plimsoll.local.stack.PostgresUrl;
import io.plimsoll.local.stack.Service;
import io.plimsoll.local.stack.Stack;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** The state of a running stack, for its state file. */
final class States {
  private States() {}

  static State of(Stack stack) {
    Endpoints at = stack.endpoints();
    List<State.Part> parts = new ArrayList<>();
    parts.add(
        new State.Part(
            "Postgres",
            State.Kind.POSTGRES,
            at.postgresEmbedded() ? pid(stack.postgres()) : 0,
            at.postgres().withPassword(),
            "",
            logins(at.postgres(), stack.credentials())));
    for (int i = 0; i < stack.standbys().size(); i++) {
      EmbeddedStandby standby = stack.standbys().get(i);
      String url = at.standbys().get(i).withPassword();
      parts.add(server(standby.name(), State.Kind.POSTGRES, pid(standby), url));
    }
    parts.add(
        server(
            "Redis",
            State.Kind.REDIS,
            at.redisEmbedded() ? pid(stack.redis()) : 0,
            at.redis().toString()));
    parts.add(
        server("Kafka", State.Kind.KAFKA, at.kafkaEmbedded() ? pid(stack.kafka()) : 0, at.kafka()));
    for (Service service : new TreeSet<>(stack.services())) {
      String admin = at.admin(service).toString();
      String url = service == Service.API ? at.api().toString() : admin;
      long pid = pid(stack.service(service));
      parts.add(new State.Part(service.module(), State.Kind.SERVICE, pid, url, admin, List.of()));
    }
    ProcessHandle self = ProcessHandle.current();
    return new State(
        self.pid(),
        State.started(self),
        at.port(),
        stack.profile().label(),
        stack.data().toString(),
        stack.catalog().map(file -> file.toAbsolutePath().toString()).orElse(""),
        stack.credentials().admin(),
        parts);
  }

  private static State.Part server(String name, State.Kind kind, long pid, String url) {
    return new State.Part(name, kind, pid, url, "", List.of());
  }

  private static long pid(Server server) {
    return server.isAlive() ? server.pid() : 0;
  }

  private static List<State.Login> logins(PostgresUrl operator, Credentials credentials) {
    return List.of(
        login(operator, "plimsoll_reader", credentials.reader()),
        login(operator, "plimsoll_writer", credentials.writer()),
        login(operator, "plimsoll_capture", credentials.capture()));
  }

  private static State.Login login(PostgresUrl operator, String user, String password) {
    return new State.Login(
        user, new PostgresUrl(operator.jdbcUrl(), user, password).withPassword());
  }
}
