package org.gradienttransport.jobs.present.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.gradienttransport.jobs.present.Answer;
import org.gradienttransport.schemas.Rows;
import org.junit.jupiter.api.Test;

/** What papers print stands where a reader of a study looks, with its source. */
class PublishedFiguresTest {
  private static List<List<Object>> rows(String figure, Rows tables) {
    Answer data = Catalogue.of(LawRows.of(tables, "lab"), figure).data();
    List<List<Object>> rows = new ArrayList<>();
    IntStream.range(0, data.size())
        .forEach(
            row ->
                rows.add(
                    Answer.row(
                        data.columns().stream().map(column -> data.get(row, column)).toArray())));
    return rows;
  }

  private static List<List<Object>> rows(String figure) {
    return rows(figure, LawSampleRows.of("lab"));
  }

  @Test
  void exponentsOfLawsStandBesideThoseOfTheSameFormInPapers() {
    assertThat(rows("law-exponents"))
        .contains(
            Answer.row("web: chinchilla of n_d, alpha", "fitted", 0.34, null, null, 400.0),
            Answer.row(
                "web: chinchilla of n_d, alpha", "published: as printed", 0.34, null, null, null),
            Answer.row(
                "web: chinchilla of n_d, alpha", "published: unrounded", 0.339, null, null, null),
            Answer.row(
                "web: chinchilla of n_d, alpha", "published: fitted anew", 0.348, null, null, null),
            Answer.row(
                "other data: chinchilla of n_d, alpha",
                "Hoffmann et al. 2022, Eq. 10",
                0.34,
                null,
                null,
                406.4),
            Answer.row(
                "other data: chinchilla of n_d, beta",
                "Besiroglu et al. 2024, Table 1",
                0.3658,
                0.3658 - 0.02,
                0.3658 + 0.02,
                2085.43),
            Answer.row(
                "other data: power of c_min, alpha_c",
                "Kaplan et al. 2020, Eq. 1.3",
                0.05,
                null,
                null,
                3.1e8 * 8.64e19))
        .noneMatch(row -> row.get(1).equals("published: a blog"))
        .noneMatch(row -> row.get(0).toString().contains("kaplan_nd"));
  }

  @Test
  void everyLawThatPapersPrintIsThereForAStudyThatFitsIt() {
    assertThat(Literature.terms())
        .extracting(of -> of.law() + ", " + of.exponent().word() + " " + of.value())
        .containsExactly(
            "power of n, alpha_n 0.076",
            "power of d, alpha_d 0.095",
            "power of c, alpha_c 0.057",
            "power of c_min, alpha_c 0.05",
            "kaplan_nd of n_d, alpha_n 0.076",
            "kaplan_nd of n_d, alpha_d 0.103",
            "kaplan_ns of n_s, alpha_n 0.077",
            "kaplan_ns of n_s, alpha_s 0.76",
            "kaplan_ns of n_s, alpha_b 0.21",
            "chinchilla of n_d, alpha 0.34",
            "chinchilla of n_d, beta 0.28",
            "chinchilla of n_d, alpha 0.3478",
            "chinchilla of n_d, beta 0.3658");
  }

  @Test
  void optimaStandBesideTheTablesOfHoffmannEtAlAndKaplansModelOfOnePfDay() {
    assertThat(rows("optimum"))
        .contains(
            Answer.row(1e21, 2e9, "web, approach 3", 8e10, 1.5e9, 2.6e9, 1.0),
            Answer.row(
                5.76e23,
                67e9,
                "other data: Hoffmann et al. 2022, Table 3 (approach 1)",
                1.5e12,
                null,
                null,
                null),
            Answer.row(
                1.75e28,
                1e13,
                "other data: Hoffmann et al. 2022, Table A3 (approach 2)",
                292e12,
                null,
                null,
                null),
            Answer.row(
                8.64e19,
                1.3e9,
                "other data: Kaplan et al. 2020, one PF-day",
                2e10,
                null,
                null,
                null))
        .hasSize(6 + 9 + 9 + 1);
    assertThat(rows("optimum", new Rows.InMemory())).isEmpty();
  }

  @Test
  void exponentsOfTimeStandBesidePythias() {
    assertThat(rows("time-exponents"))
        .contains(
            Answer.row(
                "other data: pythia-70m, FineWeb",
                "tau, Universal One-third Time Scaling 2026",
                0.341,
                0.341 - 0.028,
                0.341 + 0.028,
                null),
            Answer.row(
                "other data: pythia-12b, FineWeb",
                "tau, Universal One-third Time Scaling 2026",
                0.307,
                0.307 - 0.016,
                0.307 + 0.016,
                null));
  }

  @Test
  void allPublishedAllocationsOfTheSameRowsAreShownAndKaplansBatchAndSteps() {
    assertThat(rows("allocation"))
        .contains(
            Answer.row("web: a", "published, approach 3: as printed", 0.46, null, null),
            Answer.row("web: a", "published, approach 3: fitted anew", 0.513, null, null),
            Answer.row("other data: batch", "Kaplan et al. 2020", 0.24, null, null),
            Answer.row("other data: steps", "Kaplan et al. 2020", 0.03, null, null));
  }
}
