package io.plimsoll.local.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Judges roles, ownership and event triggers. */
final class RoleJudge {
  static final Fix SETUP =
      new Fix.Advice(
          "psql -d DATABASE -v ON_ERROR_STOP=1 --single-transaction -c \"set plimsoll.tables = 'TABLES OF THE CATALOG'\""
              + " -f 00-preflight.sql -f 10-roles.sql -f 20-schema.sql -f 30-publication.sql -f 40-ddl.sql # in infra/postgres");

  private static final Rule ROLES =
      new Rule(
          "postgres-roles",
          "plimsoll_reader (read only), plimsoll_writer and plimsoll_capture (REPLICATION); none a superuser",
          "the services log in as them: each may do what it needs and no more (passwords are not checked)");
  private static final Rule SCHEMA =
      new Rule(
          "postgres-schema",
          "schema plimsoll and its functions, owned by a superuser",
          "superusers run what is in it by event triggers: its owner could replace that");
  private static final Rule TRIGGERS =
      new Rule(
          "postgres-event-triggers",
          "plimsoll_ddl and plimsoll_drop, enabled always",
          "DDL and REFRESH MATERIALIZED VIEW make no row event: without them answers stay that are stale");
  private static final Rule TEMPORARY =
      new Rule(
          "postgres-reader-temporary",
          "TEMPORARY on the database for plimsoll_reader",
          "the API analyses SQL by a temporary function in a transaction that it rolls back");

  private RoleJudge() {}

  static List<Finding> judge(RoleFacts facts) {
    List<Finding> findings = new ArrayList<>();
    findings.addAll(role(facts, "plimsoll_reader"));
    findings.addAll(role(facts, "plimsoll_writer"));
    findings.addAll(role(facts, "plimsoll_capture"));
    findings.add(schema(facts));
    findings.add(trigger(facts, "plimsoll_ddl"));
    findings.add(trigger(facts, "plimsoll_drop"));
    if (find(facts, "plimsoll_reader").isPresent()) {
      findings.add(
          facts.temporary()
              ? TEMPORARY.ok("granted")
              : TEMPORARY.warn(
                  "not granted",
                  new Fix.Sql(
                      "grant temporary on database \"%s\" to plimsoll_reader"
                          .formatted(facts.database().replace("\"", "\"\"")))));
    }
    return findings;
  }

  private static Optional<RoleFacts.Role> find(RoleFacts facts, String name) {
    return facts.roles().stream().filter(role -> role.name().equals(name)).findFirst();
  }

  private static List<Finding> role(RoleFacts facts, String name) {
    Optional<RoleFacts.Role> found = find(facts, name);
    if (found.isEmpty()) {
      return List.of(ROLES.fail("role %s does not exist".formatted(name), SETUP));
    }
    RoleFacts.Role role = found.get();
    List<Finding> wrong = new ArrayList<>();
    if (role.superuser()) {
      wrong.add(
          ROLES.fail(
              name + " is a superuser",
              new Fix.Advice("alter role %s nosuperuser;".formatted(name))));
    }
    if (!role.login()) {
      wrong.add(
          ROLES.fail(name + " cannot log in", new Fix.Sql("alter role %s login".formatted(name))));
    }
    if (name.equals("plimsoll_capture") && !role.replication()) {
      wrong.add(
          ROLES.fail(
              name + " has no REPLICATION",
              new Fix.Sql("alter role %s replication".formatted(name))));
    }
    if (!name.equals("plimsoll_capture") && role.replication()) {
      wrong.add(
          ROLES.warn(
              name + " has REPLICATION, which it does not need",
              new Fix.Advice("alter role %s noreplication;".formatted(name))));
    }
    if (name.equals("plimsoll_reader") && !role.readOnly()) {
      wrong.add(
          ROLES.fail(
              name
                  + " is not read only by default: inside a writing transaction it would cache its own rows",
              new Fix.Sql("alter role %s set default_transaction_read_only = on".formatted(name))));
    }
    return wrong.isEmpty() ? List.of(ROLES.ok(name)) : wrong;
  }

  private static Finding schema(RoleFacts facts) {
    if (facts.owner().isEmpty()) {
      return SCHEMA.fail("there is no schema plimsoll: the setup was not run", SETUP);
    }
    if (!facts.ownerSuperuser()) {
      return SCHEMA.fail(
          "schema plimsoll belongs to " + facts.owner(),
          new Fix.Advice("alter schema plimsoll owner to postgres;"));
    }
    return facts.foreign().isEmpty()
        ? SCHEMA.ok("owned by " + facts.owner())
        : SCHEMA.fail(
            "not owned by a superuser: " + String.join(", ", facts.foreign()),
            new Fix.Advice(
                "alter function %s owner to postgres;".formatted(facts.foreign().getFirst())));
  }

  private static Finding trigger(RoleFacts facts, String name) {
    Optional<RoleFacts.Trigger> found =
        facts.triggers().stream().filter(trigger -> trigger.name().equals(name)).findFirst();
    if (found.isEmpty()) {
      return TRIGGERS.fail("event trigger %s does not exist".formatted(name), SETUP);
    }
    Fix always = new Fix.Sql("alter event trigger %s enable always".formatted(name));
    return switch (found.get().enabled()) {
      case "A" -> TRIGGERS.ok(name);
      case "D" -> TRIGGERS.fail(name + " is disabled", always);
      default ->
          TRIGGERS.fail(name + " does not fire under every session_replication_role", always);
    };
  }
}
