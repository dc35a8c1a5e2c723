package org.gradienttransport.schemas;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.gradienttransport", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule sparkIsKnownInOnePackageAlone =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.gradienttransport.schemas.spark")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.spark..", "scala..");

  @ArchTest
  static final ArchRule declarationsReadAndWriteNothing =
      classes()
          .that()
          .resideOutsideOfPackages(
              "org.gradienttransport.schemas.spark", "org.gradienttransport.schemas.parquet")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "org.gradienttransport.schemas",
              "org.gradienttransport.schemas.rows",
              "org.gradienttransport.schemas.vocabulary",
              "java.lang..",
              "java.time..",
              "java.util..");
}
