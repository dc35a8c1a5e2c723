package org.gradienttransport.jobs.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gradienttransport.jobs.aggregate.cohort.Cohort;
import org.gradienttransport.jobs.testing.SampleRows;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.rows.CheckResult;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.vocabulary.Level;
import org.gradienttransport.schemas.vocabulary.Outcome;
import org.junit.jupiter.api.Test;

/** Families that are said to differ in their seed alone. */
class CohortChecksTest {
  private static final Cohort TWO = new Cohort("poly", Map.of("a", "1", "b", "2"));

  private static FieldTransport field(String family, long step, String content) {
    return SampleRows.field(family, "d12", step)
        .with(new FieldTransport.Input(content, null, null, null, null, null));
  }

  private static CheckResult check(String name, String family, FieldTransport... fields) {
    Rows rows = new Rows.InMemory().add(FieldTransport.ROWS, List.of(fields));
    return CohortChecks.of(List.of(TWO), rows, Set.of("a", "b")).stream()
        .filter(found -> found.name().equals(name) && found.family().equals(family))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void membersWithTheSameStepsAndOtherContentPass() {
    FieldTransport[] fields = {field("a", 1, "x"), field("b", 1, "y"), field("other", 1, "x")};

    assertThat(check("cohort_alike", "a", fields).status()).isEqualTo(Outcome.PASS);
    assertThat(check("cohort_content", "a", fields).status()).isEqualTo(Outcome.PASS);
    assertThat(check("cohort_alike", "b", fields).message())
        .isEqualTo("The 2 members of cohort poly have the same scales, steps and method.");
  }

  @Test
  void aMemberThatIsACopyOfAnotherIsNamedOnBothSides() {
    FieldTransport[] fields = {
      field("a", 1, "x"), field("a", 2, "y"), field("b", 1, "x"), field("b", 2, "z")
    };

    CheckResult found = check("cohort_content", "b", fields);

    assertThat(found.status()).isEqualTo(Outcome.FAIL);
    assertThat(found.level()).isEqualTo(Level.WARN);
    assertThat(found.value()).isEqualTo(1.0);
    assertThat(found.message())
        .isEqualTo(
            "1 snapshots have the content of another member of cohort poly, as after a wrong"
                + " download: d12 step 1 and d12 step 1 of a.");
    assertThat(check("cohort_content", "a", fields).value()).isEqualTo(1.0);
  }

  @Test
  void equalContentWithinOneMemberIsNoMatterOfTheCohort() {
    assertThat(
            check("cohort_content", "a", field("a", 1, "x"), field("a", 2, "x"), field("b", 1, "y"))
                .status())
        .isEqualTo(Outcome.PASS);
  }

  @Test
  void membersThatTheRunDoesNotCoverKeepTheirFindings() {
    Rows rows =
        new Rows.InMemory()
            .add(FieldTransport.ROWS, List.of(field("a", 1, "x"), field("b", 1, "x")));

    assertThat(CohortChecks.of(List.of(TWO), rows, Set.of("b", "other")))
        .extracting(CheckResult::family)
        .containsExactly("b", "b");
  }

  @Test
  void membersOfOtherStepsAreAnErrorThatNamesTheStep() {
    CheckResult found =
        check("cohort_alike", "b", field("a", 1, "x"), field("b", 1, "y"), field("b", 9, "z"));

    assertThat(found.status()).isEqualTo(Outcome.FAIL);
    assertThat(found.level()).isEqualTo(Level.ERROR);
    assertThat(found.message()).contains("steps: 1 and 2, of which only one has 9");
  }
}
