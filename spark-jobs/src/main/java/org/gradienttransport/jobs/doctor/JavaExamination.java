package org.gradienttransport.jobs.doctor;

import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.util.VersionInfo;
import org.apache.spark.launcher.JavaModuleOptions;

/** Looks at Java and at the libraries that come from the cluster. */
final class JavaExamination {
  private static final int OLDEST = 17;

  /** From here on Java has no security manager, which Hadoop before 3.4.3 calls. */
  private static final int WITHOUT_SECURITY_MANAGER = 24;

  /**
   * How an option of Spark's list that opens a package begins; MODULE/PACKAGE=ALL-UNNAMED follows.
   */
  private static final String OPEN = "--add-opens=";

  private JavaExamination() {}

  static List<Diagnosis> all() {
    return List.of(
        java(Runtime.version().feature()),
        opens(),
        spark(org.apache.spark.package$.MODULE$.SPARK_VERSION()),
        hadoop(VersionInfo.getVersion(), Runtime.version().feature()));
  }

  static Diagnosis java(int feature) {
    return feature >= OLDEST
        ? Diagnosis.ok("java", Runtime.version().toString())
        : Diagnosis.broken("java", "version " + feature, "Install a JDK 17 or later.");
  }

  private static Diagnosis opens() {
    List<String> closed =
        Stream.of(JavaModuleOptions.defaultModuleOptionArray())
            .filter(option -> option.startsWith(OPEN))
            .map(option -> option.substring(OPEN.length(), option.indexOf("=ALL-UNNAMED")))
            .filter(JavaExamination::isClosed)
            .toList();
    return closed.isEmpty()
        ? Diagnosis.ok("module openings", "Spark's list is in force")
        : Diagnosis.warn(
            "module openings",
            "closed to Spark: " + String.join(", ", closed),
            "Start with deploy/bin/gradient-transport or spark-submit, which add them.");
  }

  /** A package that this Java does not have needs no opening. */
  private static boolean isClosed(String moduleAndPackage) {
    String[] names = moduleAndPackage.split("/", 2);
    Module ours = JavaExamination.class.getModule();
    return ModuleLayer.boot()
        .findModule(names[0])
        .filter(module -> module.getPackages().contains(names[1]))
        .filter(module -> !module.isOpen(names[1], ours))
        .isPresent();
  }

  static Diagnosis spark(String version) {
    return version.startsWith("4.2.")
        ? Diagnosis.ok("spark", version)
        : Diagnosis.warn(
            "spark", version, "This was built for and tested with Spark 4.2; use that.");
  }

  static Diagnosis hadoop(String version, int feature) {
    boolean old = version.matches("(2|3\\.[0-3])\\..*|3\\.4\\.[0-2]([.-].*)?");
    return old && feature >= WITHOUT_SECURITY_MANAGER
        ? Diagnosis.broken(
            "hadoop",
            version + " does not run on Java " + feature,
            "Use Hadoop 3.4.3 or later, or Java 17 to 23.")
        : Diagnosis.ok("hadoop", version);
  }
}
