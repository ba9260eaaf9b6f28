package io.plimsoll.local.doctor;

/** What mends a finding: for a person to run, or safe for {@code doctor --fix}. */
public sealed interface Fix {
  /** The exact SQL or command. */
  String text();

  /**
   * Whether {@code --fix} runs it: it restarts nothing, drops nothing, changes no table and no
   * replica identity, and may be run again.
   */
  default boolean safe() {
    return switch (this) {
      case None none -> false;
      case Advice advice -> false;
      case Sql sql -> true;
      case TopicSetting setting -> true;
    };
  }

  /** There is nothing to mend, or nobody knows how. */
  record None() implements Fix {
    @Override
    public String text() {
      return "";
    }
  }

  /** For a person: a restart, a replica identity, a drop, another configuration. */
  record Advice(String text) implements Fix {}

  /** Statements for the operator's connection, in one transaction. */
  record Sql(String text) implements Fix {}

  /** One setting of a topic. */
  record TopicSetting(String bootstrap, String topic, String key, String value) implements Fix {
    @Override
    public String text() {
      return "kafka-configs.sh --bootstrap-server %s --alter --entity-type topics --entity-name %s --add-config %s=%s"
          .formatted(bootstrap, topic, key, value);
    }
  }
}
