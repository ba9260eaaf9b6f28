package io.plimsoll.system.pgbench;

/** One of the catalog's four queries, with its parameter. */
sealed interface Question {
  String path();

  /** As the catalog calls it. */
  String query();

  record Account(int aid) implements Question {
    @Override
    public String path() {
      return "/accounts/" + aid;
    }

    @Override
    public String query() {
      return "account";
    }
  }

  record Branch(int bid) implements Question {
    @Override
    public String path() {
      return "/branches/" + bid;
    }

    @Override
    public String query() {
      return "branch";
    }
  }

  record TopAccounts(int bid) implements Question {
    @Override
    public String path() {
      return "/branches/" + bid + "/top-accounts";
    }

    @Override
    public String query() {
      return "top-accounts";
    }
  }

  record History(int aid) implements Question {
    @Override
    public String path() {
      return "/accounts/" + aid + "/history";
    }

    @Override
    public String query() {
      return "history";
    }
  }
}
