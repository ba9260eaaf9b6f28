package io.plimsoll.cdc.capture;

import io.plimsoll.core.freshness.Lsn;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/** The replica identities of the tables, as far as they are known. */
interface Identities {
  /** The identity under which a row of the table was logged at this position, if that is known. */
  Optional<TableIdentity> at(String table, Lsn row) throws SQLException;

  /** The tables of which it is a partition or child, near and far. */
  Set<String> ancestors(String table) throws SQLException;

  /** To be called for each DDL event of a table; {@code *} is any. */
  void changed(String table) throws SQLException;
}
