package io.plimsoll.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.plimsoll.core", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String FRESHNESS = "io.plimsoll.core.freshness..";

  @ArchTest
  static final ArchRule FRESHNESS_IS_PURE =
      classes()
          .that()
          .resideInAPackage(FRESHNESS)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(FRESHNESS, "java..", "javax.crypto..", "org.jspecify..")
          .because("the promise rests on it: it must be readable and provable on its own");

  @ArchTest
  static final ArchRule CACHE_CONTRACT_KNOWS_NO_IMPLEMENTATION =
      noClasses()
          .that()
          .resideInAPackage("io.plimsoll.core.cache")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.plimsoll.core.cache.*..", "io.lettuce..")
          .because("adapters call pure logic, never the reverse");

  @ArchTest
  static final ArchRule CATALOG_DOES_NO_IO =
      noClasses()
          .that()
          .resideInAPackage("io.plimsoll.core.catalog")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.lettuce..",
              "org.apache.kafka..",
              "java.sql..",
              "java.net..",
              "io.plimsoll.core.service..",
              "io.plimsoll.core.metrics..")
          .because("a catalog is checked before anything is connected to");

  @ArchTest
  static final ArchRule CONFIGURATION_KNOWS_NOBODY =
      classes()
          .that()
          .resideInAPackage("io.plimsoll.core.config")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("io.plimsoll.core.config", "java..", "org.jspecify..")
          .because("it is values; everybody else is built from them");

  @ArchTest
  static final ArchRule CORE_KNOWS_NO_SERVICE =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.plimsoll.api..",
              "io.plimsoll.cdc..",
              "io.plimsoll.metrics..",
              "io.plimsoll.local..")
          .because("services depend on core; topics and Redis are their only contract");
}
