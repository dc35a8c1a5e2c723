package org.gradienttransport.jobs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTag;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The house rules that a compiler does not hold. */
@ArchTag("thorough")
@AnalyzeClasses(packages = "org.gradienttransport", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule modulesPointOneWay =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("schemas")
          .definedBy("org.gradienttransport.schemas..")
          .layer("udfs")
          .definedBy("org.gradienttransport.udfs..")
          .layer("jobs")
          .definedBy("org.gradienttransport.jobs..")
          .whereLayer("jobs")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("udfs")
          .mayOnlyBeAccessedByLayers("jobs")
          .whereLayer("schemas")
          .mayOnlyBeAccessedByLayers("udfs", "jobs");

  @ArchTest
  static final ArchRule measuringKnowsNoSpark =
      noClasses()
          .that()
          .resideInAPackage("org.gradienttransport.udfs..")
          .and()
          .resideOutsideOfPackage("org.gradienttransport.udfs.sql..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..", "scala..");

  @ArchTest
  static final ArchRule schemasKnowSparkInOnePackage =
      noClasses()
          .that()
          .resideInAPackage("org.gradienttransport.schemas..")
          .and()
          .resideOutsideOfPackages(
              "org.gradienttransport.schemas.spark..", "org.gradienttransport.schemas.parquet..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..", "scala..");

  @ArchTest
  static final ArchRule planningNeedsNoSpark =
      noClasses()
          .that()
          .resideInAPackage("org.gradienttransport.jobs.plan..")
          .and()
          .doNotHaveFullyQualifiedName("org.gradienttransport.jobs.plan.store.SparkStore")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.spark..", "scala..");

  @ArchTest
  static final ArchRule presentationNeedsNoSpark =
      noClasses()
          .that()
          .resideInAPackage("org.gradienttransport.jobs.present..")
          .and()
          .resideOutsideOfPackage("org.gradienttransport.jobs.present.query")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.spark..", "scala..");

  @ArchTest
  static final ArchRule packagesOfTheJobsFormNoCycle =
      slices().matching("org.gradienttransport.jobs.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule onlyCommandsKnowTheHub =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "org.gradienttransport.jobs.cli..", "org.gradienttransport.jobs.hub..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.gradienttransport.jobs.hub..");

  @ArchTest
  static final ArchRule theHubNeedsNoSparkAndNothingOfARun =
      classes()
          .that()
          .resideInAPackage("org.gradienttransport.jobs.hub..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "org.gradienttransport.jobs.hub..",
              "org.gradienttransport.jobs.conf..",
              "org.gradienttransport.jobs.plan.input..",
              "org.gradienttransport.jobs.io..",
              "org.gradienttransport.jobs.exit..",
              "org.gradienttransport.udfs.[backend|nulls|parallel|random|tensor]..",
              "org.apache.hadoop..",
              "org.apache.commons.codec..",
              "com.fasterxml.jackson..",
              "java..");

  @ArchTest
  static final ArchRule fetchingAndSynthesisDoNotKnowEachOther =
      slices().matching("org.gradienttransport.jobs.hub.(*)..").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule packagesOfTheMeasurementFormNoCycle =
      slices().matching("org.gradienttransport.udfs.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule onlyTheMainClassEndsTheProcess =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("org.gradienttransport.jobs.GradientTransport")
          .should()
          .callMethod(System.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "halt", int.class);

  @ArchTest
  static final ArchRule randomnessIsAPureFunctionOfIdentifiers =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.util.Random")
          .orShould()
          .callMethod(Math.class, "random")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom");

  @ArchTest
  static final ArchRule commandsAreFinal =
      classes()
          .that()
          .resideInAPackage("org.gradienttransport.jobs.cli..")
          .and()
          .haveSimpleNameEndingWith("Command")
          .should()
          .haveModifier(com.tngtech.archunit.core.domain.JavaModifier.FINAL);
}
