package io.plimsoll.local.doctor;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * What the origin's setup has made besides the publication.
 *
 * @param owner of the schema plimsoll; empty when there is none
 * @param ownerSuperuser whether that is a superuser
 * @param foreign functions of the schema that belong to somebody who is not a superuser
 * @param temporary whether the reader may make temporary objects
 */
record RoleFacts(
    List<Role> roles,
    String database,
    String owner,
    boolean ownerSuperuser,
    List<String> foreign,
    List<Trigger> triggers,
    boolean temporary) {
  /** A role that exists. */
  record Role(
      String name, boolean superuser, boolean login, boolean replication, boolean readOnly) {}

  /**
   * An event trigger that exists.
   *
   * @param enabled O as made, A always, D disabled, R replica only
   */
  record Trigger(String name, String enabled) {}

  private static final String ROLES =
      """
      select rolname, rolsuper, rolcanlogin, rolreplication,
        'default_transaction_read_only=on' = any (coalesce(rolconfig, '{}')) as read_only
      from pg_roles where rolname in ('plimsoll_reader', 'plimsoll_writer', 'plimsoll_capture') order by rolname\
      """;

  private static final String SCHEMA =
      """
      select current_database() as database, coalesce(max(r.rolname), '') as owner, coalesce(bool_or(r.rolsuper), false) as owner_superuser,
        (select has_database_privilege(oid, current_database(), 'temporary') from pg_roles where rolname = 'plimsoll_reader') as temporary
      from pg_namespace n join pg_roles r on r.oid = n.nspowner where n.nspname = 'plimsoll'\
      """;

  private static final String FOREIGN =
      """
      select p.oid::regprocedure::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        join pg_roles r on r.oid = p.proowner
      where n.nspname = 'plimsoll' and not r.rolsuper order by 1\
      """;

  private static final String TRIGGERS =
      "select evtname, evtenabled::text from pg_event_trigger where evtname in ('plimsoll_ddl', 'plimsoll_drop') order by 1";

  RoleFacts {
    roles = List.copyOf(roles);
    foreign = List.copyOf(foreign);
    triggers = List.copyOf(triggers);
  }

  static RoleFacts ask(Connection connection) throws SQLException {
    List<Role> roles =
        Asked.list(
            connection,
            ROLES,
            row ->
                new Role(
                    row.getString("rolname"),
                    row.getBoolean("rolsuper"),
                    row.getBoolean("rolcanlogin"),
                    row.getBoolean("rolreplication"),
                    row.getBoolean("read_only")));
    List<String> foreign = Asked.list(connection, FOREIGN, row -> row.getString("name"));
    List<Trigger> triggers =
        Asked.list(
            connection,
            TRIGGERS,
            row -> new Trigger(row.getString("evtname"), row.getString("evtenabled")));
    return Asked.list(
            connection,
            SCHEMA,
            row ->
                new RoleFacts(
                    roles,
                    row.getString("database"),
                    row.getString("owner"),
                    row.getBoolean("owner_superuser"),
                    foreign,
                    triggers,
                    row.getBoolean("temporary")))
        .getFirst();
  }
}
