package org.gradienttransport.schemas.rows;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.gradienttransport.schemas.Col;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Table;
import org.gradienttransport.schemas.Units;

/** Runs: where every other table of the same directory comes from. */
@Table(name = "run", version = 2, row = "one run of the pipeline.", key = "run_id")
public record Run(
    @Col(
            value = "Identifier of the run, also the name of its directory; sorts by time.",
            provenance = true)
        String runId,
    @Col("Day the run stands for.") LocalDate asOf,
    @Col("Version of this software.") String codeVersion,
    @Col(
            value = "Revision of the sources it was built from, if known.",
            optional = true,
            provenance = true)
        String codeRevision,
    @Col("Hash of the effective configuration.") String configurationHash,
    @Col("Version of the measuring method.") String methodVersion,
    @Col("Names of the families covered, sorted.") List<String> families,
    @Col("Where the families were read from, in the order of families.") List<String> inputPaths,
    @Col("Number of input files seen.") long inputs,
    @Col(value = "Size of the input files seen.", unit = Units.BYTES) long inputBytes,
    @Col("Rows of field_transport.") long fields,
    @Col("Rows of field_transport with status ok.") long fieldsOk,
    @Col("Rows of field_transport with status no_activity or ceiling.") long fieldsDegenerate,
    @Col("Rows of field_transport with any other status.") long fieldsRefused,
    @Col(
            value = "Rows of field_transport measured by this run; the others came from the store.",
            provenance = true)
        long fieldsMeasured,
    @Col("Rows of check_result with status pass.") long checksPassed,
    @Col("Rows of check_result with status fail.") long checksFailed,
    @Col("Rows of check_result with status skipped.") long checksSkipped,
    @Col(
            value =
                "Backends that measured the run's rows: cpu, cuda or nd4j; several are separated by semicolons.",
            optional = true,
            provenance = true)
        String backend,
    @Col(value = "Why those backends measured, in sentences.", optional = true, provenance = true)
        String backendReason,
    @Col(value = "Name of the host of the driver.", optional = true, provenance = true) String host,
    @Col(value = "Version of Spark.", optional = true, provenance = true) String sparkVersion,
    @Col(value = "Version of Java.", optional = true, provenance = true) String javaVersion,
    @Col(value = "When the run began.", provenance = true) Instant startedAt,
    @Col(value = "When its tables were complete.", optional = true, provenance = true)
        Instant finishedAt,
    @Col("Exit code the run ends with once published.") int exitCode,
    @Col(
            value = "Run that was current when this one was published; null for the first.",
            optional = true,
            provenance = true)
        String previousRunId,
    @Col(
            value =
                "Spark's name of the application on a cluster; null where Spark was embedded or not needed.",
            optional = true,
            provenance = true)
        String applicationId) {

  public static final RowType<Run> ROWS = RowType.of(Run.class);
}
