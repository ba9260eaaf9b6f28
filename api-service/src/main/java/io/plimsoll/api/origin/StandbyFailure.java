package io.plimsoll.api.origin;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

/** Why a standby gave no answer, by SQLSTATE. */
final class StandbyFailure {
  private StandbyFailure() {}

  static Unfit of(SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    if (state.equals("57014")) {
      return Unfit.TIMEOUT;
    }
    // "Handling Query Conflicts", chapter 26.4 of the manual: a canceled statement has 40001, a
    // recovery deadlock 40P01.
    if (state.equals("40001") || state.equals("40P01")) {
      return Unfit.CONFLICT;
    }
    return e instanceof SQLTransientConnectionException || away(state)
        ? Unfit.UNAVAILABLE
        : Unfit.FAILED;
  }

  private static boolean away(String state) {
    return state.startsWith("08") || state.startsWith("57P") || state.startsWith("53");
  }
}
