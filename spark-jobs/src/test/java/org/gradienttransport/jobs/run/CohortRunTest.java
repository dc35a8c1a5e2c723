package org.gradienttransport.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.FamilyFiles;
import org.gradienttransport.jobs.conf.Repository;
import org.gradienttransport.jobs.measure.WaveSize;
import org.gradienttransport.jobs.publish.RunOutcome;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.rows.CheckResult;
import org.gradienttransport.schemas.rows.CohortStep;
import org.gradienttransport.schemas.rows.CohortSummary;
import org.gradienttransport.schemas.vocabulary.CohortStatus;
import org.gradienttransport.schemas.vocabulary.Outcome;
import org.gradienttransport.schemas.vocabulary.Quantity;
import org.gradienttransport.schemas.vocabulary.WindowName;
import org.gradienttransport.schemas.vocabulary.Word;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three training seeds of pico-mini: a cohort whose members do not agree on the sign of z. */
@Tag("slow")
class CohortRunTest {
  @TempDir private Path directory;

  @Test
  void seedsAreOneCohortAlsoWhenTheyAreRunOnDifferentDays() throws Exception {
    Repository.data("pico-mini-seeds");
    Family first = TestRuns.family("pico-mini-seed42");
    List<Family> others =
        FamilyFiles.loadAll(Repository.family("pico-mini-seeds"), new Configuration());

    Rows lone = rows(List.of(first));
    assertThat(z(lone).status()).isEqualTo(CohortStatus.TOO_FEW_MEMBERS);
    assertThat(z(lone).low()).isNull();

    // The first member goes on from the run before.
    Rows whole = rows(others);
    CohortSummary z = z(whole);
    assertThat(z.status()).isEqualTo(CohortStatus.OK);
    assertThat(z.members()).isEqualTo(3);
    assertThat(z.smallestMember()).isEqualTo("43");
    assertThat(z.smallest()).isEqualTo(-0.0579, within(1e-4));
    assertThat(z.largestMember()).isEqualTo("42");
    assertThat(z.largest()).isEqualTo(0.0718, within(1e-4));
    assertThat(z.betweenSd()).isEqualTo(0.0676, within(1e-4));
    assertThat(z.withinSd()).isEqualTo(0.1022, within(1e-4));
    assertThat(whole.of(CohortStep.ROWS)).hasSize(4 * 16);
    assertThat(whole.of(CheckResult.ROWS))
        .filteredOn(check -> check.name().startsWith("cohort_"))
        .hasSize(6)
        .allMatch(check -> check.status() == Outcome.PASS);
  }

  private Rows rows(List<Family> families) throws Exception {
    RunOutcome outcome =
        TestRuns.run(directory, TestRuns.settings(families, 1, 0, 0, WaveSize.DEFAULT));
    return TestRuns.warehouse(directory).tables(outcome.runId());
  }

  private static CohortSummary z(Rows rows) {
    return rows.of(CohortSummary.ROWS).stream()
        .filter(row -> row.windowName() == WindowName.STABLE && row.quantity() == Quantity.Z)
        .filter(row -> row.scale().equals(Word.ALL))
        .findFirst()
        .orElseThrow();
  }
}
