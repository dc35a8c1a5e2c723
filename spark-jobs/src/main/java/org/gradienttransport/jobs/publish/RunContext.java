package org.gradienttransport.jobs.publish;

import java.time.Clock;
import java.time.Duration;
import org.apache.hadoop.conf.Configuration;
import org.gradienttransport.jobs.observe.LazySession;
import org.gradienttransport.jobs.warehouse.Warehouse;

/**
 * What every command that publishes a run is given.
 *
 * @param spark started only when there is something to compute
 * @param warehouse where measurements are kept and runs are published
 * @param runId name of the run, see {@link RunIdentity#fresh}
 * @param clock tells when the run began and ended
 * @param giveUpAfter the run ends with 75 when nothing has moved for so long; zero to wait for ever
 */
public record RunContext(
    LazySession spark,
    Configuration configuration,
    Warehouse warehouse,
    String runId,
    Clock clock,
    Duration giveUpAfter) {

  /** Nothing a run does takes so long between two of Spark's tasks. */
  public static final Duration LONGEST_STALL = Duration.ofHours(2);

  /** The context of a run of another name in the same warehouse. */
  public RunContext named(String name) {
    return new RunContext(spark, configuration, warehouse, name, clock, giveUpAfter);
  }

  /** The context of a run of the same name in another warehouse. */
  RunContext in(Warehouse other) {
    return new RunContext(spark, configuration, other, runId, clock, giveUpAfter);
  }
}
