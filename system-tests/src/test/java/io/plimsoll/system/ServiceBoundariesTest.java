package io.plimsoll.system;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What the folders promise, over all modules. */
final class ServiceBoundariesTest {
  private static final String API = "io.plimsoll.api..";
  private static final String CDC = "io.plimsoll.cdc..";
  private static final String METRICS = "io.plimsoll.metrics..";

  private static final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.plimsoll");

  private static void independent(String service, String... others) {
    noClasses()
        .that()
        .resideInAPackage(service)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others)
        .because(
            "topics and Redis are the services' only contract, so that each can be released alone")
        .check(classes);
  }

  @Test
  void services_doNotKnowEachOther() {
    independent(API, CDC, METRICS, "io.plimsoll.local..", "io.plimsoll.bench..");
    independent(CDC, API, METRICS, "io.plimsoll.local..", "io.plimsoll.bench..");
    independent(METRICS, API, CDC, "io.plimsoll.local..", "io.plimsoll.bench..");
  }

  @Test
  void readThrough_knowsNeitherHttpNorJdbc() {
    noClasses()
        .that()
        .resideInAPackage("io.plimsoll.api.read..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.plimsoll.api.http..", "io.plimsoll.api.origin..", "java.sql..", "io.vertx..")
        .because("the read-through decides; adapters call it, never the reverse")
        .check(classes);
  }

  @Test
  void origin_doesNotKnowHttp() {
    noClasses()
        .that()
        .resideInAPackage("io.plimsoll.api.origin..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.plimsoll.api.http..", "io.vertx..")
        .because("Postgres can be asked without a web server")
        .check(classes);
  }
}
