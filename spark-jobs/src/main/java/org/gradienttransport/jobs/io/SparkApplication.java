package org.gradienttransport.jobs.io;

import java.util.List;
import java.util.Optional;

/**
 * The Spark application on a cluster that this process drives. Kept in system properties, which
 * reach all threads, and which the layouts of the log look up line by line.
 *
 * @param id as the cluster manager names it, such as {@code application_1732900000000_0001}
 * @param attempt 1, or more where the cluster manager has started the driver again
 * @param address where people can follow it; empty where there is none
 */
public record SparkApplication(String id, int attempt, String address) {
  private static final String ID = "gradient.transport.application";
  private static final String ATTEMPT = "gradient.transport.application.attempt";
  private static final String ADDRESS = "gradient.transport.application.address";

  /** The same identifier after a blank, as the layouts of the log want it. */
  private static final String FOR_LOG = "gradient.transport.application.log";

  /** The application of this process; empty before one has begun, and where Spark is embedded. */
  public static Optional<SparkApplication> current() {
    return Optional.ofNullable(System.getProperty(ID))
        .map(id -> new SparkApplication(id, Integer.getInteger(ATTEMPT, 1), property(ADDRESS)));
  }

  private static String property(String name) {
    return System.getProperty(name, "");
  }

  /** From now on this process drives this application. */
  public void begin() {
    System.setProperty(ID, id);
    System.setProperty(ATTEMPT, Integer.toString(attempt));
    System.setProperty(ADDRESS, address);
    System.setProperty(FOR_LOG, " " + id);
  }

  /** The application of this process, if there was one, has ended. */
  public static void end() {
    for (String name : List.of(ID, ATTEMPT, ADDRESS, FOR_LOG)) {
      System.clearProperty(name);
    }
  }
}
