package io.plimsoll.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.core.catalog.CatalogParser;
import io.plimsoll.local.doctor.Doctor;
import io.plimsoll.local.doctor.Finding;
import io.plimsoll.local.doctor.Status;
import io.plimsoll.local.doctor.Targets;
import io.plimsoll.local.stack.Endpoints;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@code plimsoll doctor} on a stack with its services: nothing fails that works. */
final class DoctorIT {
  @Test
  void doctor_ofAHealthyStack_warnsOnlyOfWhatAMachineOfOnesOwnLacks() throws Exception {
    try (Articles articles = Articles.start(Articles.builder())) {
      articles.untilHit("/articles/1");
      Endpoints at = articles.stack().endpoints();

      List<Finding> findings =
          Doctor.examine(
              Targets.of(
                  Optional.of(at.postgres()),
                  at.standbys(),
                  Optional.of(at.redis()),
                  Optional.of(at.kafka()),
                  articles.stack().catalog().map(CatalogParser::parse)));

      assertThat(ids(findings, Status.FAIL)).isEmpty();
      assertThat(ids(findings, Status.UNKNOWN)).isEmpty();
      assertThat(ids(findings, Status.WARN))
          .containsExactly("postgres-wal-keep", "redis-maxmemory", "kafka-replication");
      assertThat(ids(findings, Status.OK))
          .contains(
              "postgres-slot",
              "postgres-slot-failover",
              "postgres-replica-identity",
              "kafka-invalidations",
              "kafka-message-size",
              "kafka-change-topics");
    }
  }

  private static List<String> ids(List<Finding> findings, Status status) {
    return findings.stream()
        .filter(finding -> finding.status() == status)
        .map(Finding::id)
        .toList();
  }
}
