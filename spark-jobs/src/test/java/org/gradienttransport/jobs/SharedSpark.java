package org.gradienttransport.jobs;

import java.util.Map;
import org.apache.spark.sql.SparkSession;

/**
 * The one embedded Spark that all tests of a JVM share: starting one takes longer than most tests.
 */
public final class SharedSpark {
  private static SparkSession session;

  private SharedSpark() {}

  /** The session, started on first use and stopped with the JVM. */
  public static synchronized SparkSession session() {
    if (session == null) {
      session = start(Map.of());
    }
    return session;
  }

  /** Everything uses a Spark with these settings too, until {@link #stop}. */
  public static synchronized void restart(Map<String, String> settings) {
    stop();
    session = start(settings);
  }

  /** Stops it; whoever uses it next starts it as it always is. */
  public static synchronized void stop() {
    if (session != null) {
      session.stop();
      session = null;
    }
  }

  private static SparkSession start(Map<String, String> settings) {
    if (Boolean.getBoolean("tests.without.spark")) {
      throw new IllegalStateException("This test starts Spark, so it needs @Tag(\"spark\").");
    }
    SparkSession.Builder builder =
        SparkSession.builder()
            .master("local[2]")
            .appName("gradient-transport tests")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "2")
            // As in conf/spark-defaults.local.conf: compiling small queries takes longer than
            // interpreting them.
            .config("spark.sql.codegen.wholeStage", "false")
            .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS")
            .config("spark.driver.host", "localhost")
            .config("spark.driver.bindAddress", "127.0.0.1");
    settings.forEach(builder::config);
    return builder.getOrCreate();
  }
}
