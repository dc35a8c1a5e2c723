package org.gradienttransport.jobs.aggregate.scaling;

import java.util.List;
import org.gradienttransport.schemas.Rows;

/** Fits of losses without Spark. */
public final class InThisThread {
  private InThisThread() {}

  /** The rows of some studies, all work done in this thread. */
  public static Rows.InMemory fitted(List<MeasuredStudy> studies) {
    StudyAggregation aggregation = new StudyAggregation(studies);
    FitResults results = new FitResults();
    results.run(aggregation.starts(), aggregation.data());
    results.run(aggregation.plannedReplicates(results), aggregation.data());
    Rows.InMemory rows = new Rows.InMemory();
    aggregation.addTo(rows, results);
    return rows;
  }
}
