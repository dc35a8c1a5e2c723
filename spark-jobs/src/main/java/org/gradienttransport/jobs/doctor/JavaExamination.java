package org.gradienttransport.jobs.doctor;

import java.util.List;
import org.apache.hadoop.util.VersionInfo;

/** Looks at Java and at the libraries that come from the cluster. */
final class JavaExamination {
  private static final int OLDEST = 17;

  /** From here on Java has no security manager, which Hadoop before 3.4.3 calls. */
  private static final int WITHOUT_SECURITY_MANAGER = 24;

  /** Packages of java.base that Spark's own list opens. */
  private static final List<String> OPENED =
      List.of(
          "java.lang",
          "java.lang.invoke",
          "java.lang.reflect",
          "java.io",
          "java.net",
          "java.nio",
          "java.util",
          "java.util.concurrent",
          "java.util.concurrent.atomic",
          "sun.nio.ch",
          "sun.nio.cs",
          "sun.security.action",
          "sun.util.calendar");

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
    Module base = Object.class.getModule();
    Module ours = JavaExamination.class.getModule();
    List<String> closed = OPENED.stream().filter(name -> !base.isOpen(name, ours)).toList();
    return closed.isEmpty()
        ? Diagnosis.ok("module openings", "Spark's list is in force")
        : Diagnosis.warn(
            "module openings",
            "closed to Spark: " + String.join(", ", closed),
            "Start with deploy/bin/gradient-transport or spark-submit, which add them.");
  }

  static Diagnosis spark(String version) {
    return version.startsWith("4.1.")
        ? Diagnosis.ok("spark", version)
        : Diagnosis.warn(
            "spark", version, "This was built for and tested with Spark 4.1; use that.");
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
