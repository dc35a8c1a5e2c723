package org.gradienttransport.jobs.doctor;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.study.Study;
import org.gradienttransport.jobs.warehouse.Warehouse;

/** Examines Java, libraries, the warehouse's file system, space, clock, memory, device, inputs. */
public final class Doctor {
  private Doctor() {}

  /**
   * Examines everything; the warehouse keeps nothing of it.
   *
   * @param families whose inputs and largest field are looked at; may be none
   * @param studies whose rows are looked for; may be none
   * @param backend as a run would be given it
   * @param spark settings that a run would start with
   */
  public static List<Diagnosis> examine(
      Warehouse warehouse,
      List<Family> families,
      List<Study> studies,
      String backend,
      SparkConf spark,
      Configuration configuration,
      Clock clock) {
    List<Diagnosis> found = new ArrayList<>(JavaExamination.all());
    found.addAll(WarehouseExamination.all(warehouse, clock));
    found.addAll(WorkExamination.all(families, studies, backend, spark, configuration));
    return List.copyOf(found);
  }
}
