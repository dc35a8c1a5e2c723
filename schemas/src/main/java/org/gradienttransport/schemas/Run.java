package org.gradienttransport.schemas;

import static org.gradienttransport.schemas.ColumnType.DATE;
import static org.gradienttransport.schemas.ColumnType.INT;
import static org.gradienttransport.schemas.ColumnType.LONG;
import static org.gradienttransport.schemas.ColumnType.STRING;
import static org.gradienttransport.schemas.ColumnType.STRING_ARRAY;
import static org.gradienttransport.schemas.ColumnType.TIMESTAMP;

/** Runs: where every other table of the same directory comes from. */
public final class Run {
  public static final Column RUN_ID =
      Column.required(
              1,
              "run_id",
              STRING,
              "Identifier of the run, also the name of its directory; sorts by time.")
          .provenance();
  public static final Column AS_OF = Column.required(2, "as_of", DATE, "Day the run stands for.");
  public static final Column CODE_VERSION =
      Column.required(3, "code_version", STRING, "Version of this software.");
  public static final Column CODE_REVISION =
      Column.optional(
              4, "code_revision", STRING, "Revision of the sources it was built from, if known.")
          .provenance();
  public static final Column CONFIGURATION_HASH =
      Column.required(5, "configuration_hash", STRING, "Hash of the effective configuration.");
  public static final Column METHOD_VERSION =
      Column.required(6, "method_version", STRING, "Version of the measuring method.");
  public static final Column FAMILIES =
      Column.required(7, "families", STRING_ARRAY, "Names of the families covered, sorted.");
  public static final Column INPUT_PATHS =
      Column.required(
          8,
          "input_paths",
          STRING_ARRAY,
          "Where the families were read from, in the order of families.");
  public static final Column INPUTS =
      Column.required(9, "inputs", LONG, Units.NONE, "Number of input files seen.");
  public static final Column INPUT_BYTES =
      Column.required(10, "input_bytes", LONG, Units.BYTES, "Size of the input files seen.");
  public static final Column FIELDS =
      Column.required(11, "fields", LONG, Units.NONE, "Rows of field_transport.");
  public static final Column FIELDS_OK =
      Column.required(12, "fields_ok", LONG, Units.NONE, "Rows of field_transport with status ok.");
  public static final Column FIELDS_DEGENERATE =
      Column.required(
          13,
          "fields_degenerate",
          LONG,
          Units.NONE,
          "Rows of field_transport with status no_activity or ceiling.");
  public static final Column FIELDS_REFUSED =
      Column.required(
          14, "fields_refused", LONG, Units.NONE, "Rows of field_transport with any other status.");
  public static final Column FIELDS_MEASURED =
      Column.required(
              15,
              "fields_measured",
              LONG,
              Units.NONE,
              "Rows of field_transport measured by this run; the others came from the store.")
          .provenance();
  public static final Column CHECKS_PASSED =
      Column.required(
          16, "checks_passed", LONG, Units.NONE, "Rows of check_result with status pass.");
  public static final Column CHECKS_FAILED =
      Column.required(
          17, "checks_failed", LONG, Units.NONE, "Rows of check_result with status fail.");
  public static final Column CHECKS_SKIPPED =
      Column.required(
          18, "checks_skipped", LONG, Units.NONE, "Rows of check_result with status skipped.");
  public static final Column BACKEND =
      Column.optional(
              19,
              "backend",
              STRING,
              "Backends that measured the run's rows: cpu, cuda or nd4j; several are separated by"
                  + " semicolons.")
          .provenance();
  public static final Column BACKEND_REASON =
      Column.optional(20, "backend_reason", STRING, "Why those backends measured, in sentences.")
          .provenance();
  public static final Column HOST =
      Column.optional(21, "host", STRING, "Name of the host of the driver.").provenance();
  public static final Column SPARK_VERSION =
      Column.optional(22, "spark_version", STRING, "Version of Spark.").provenance();
  public static final Column JAVA_VERSION =
      Column.optional(23, "java_version", STRING, "Version of Java.").provenance();
  public static final Column STARTED_AT =
      Column.required(24, "started_at", TIMESTAMP, "When the run began.").provenance();
  public static final Column FINISHED_AT =
      Column.optional(25, "finished_at", TIMESTAMP, "When its tables were complete.").provenance();
  public static final Column EXIT_CODE =
      Column.required(
          26, "exit_code", INT, Units.NONE, "Exit code the run ends with once published.");
  public static final Column PREVIOUS_RUN_ID =
      Column.optional(
              27,
              "previous_run_id",
              STRING,
              "Run that was current when this one was published; null for the first.")
          .provenance();

  public static final TableSpec TABLE =
      TableSpec.named("run")
          .oneRowIs("one run of the pipeline.")
          .columns(
              RUN_ID,
              AS_OF,
              CODE_VERSION,
              CODE_REVISION,
              CONFIGURATION_HASH,
              METHOD_VERSION,
              FAMILIES,
              INPUT_PATHS,
              INPUTS,
              INPUT_BYTES,
              FIELDS,
              FIELDS_OK,
              FIELDS_DEGENERATE,
              FIELDS_REFUSED,
              FIELDS_MEASURED,
              CHECKS_PASSED,
              CHECKS_FAILED,
              CHECKS_SKIPPED,
              BACKEND,
              BACKEND_REASON,
              HOST,
              SPARK_VERSION,
              JAVA_VERSION,
              STARTED_AT,
              FINISHED_AT,
              EXIT_CODE,
              PREVIOUS_RUN_ID)
          .key(RUN_ID)
          .build();

  private Run() {}
}
