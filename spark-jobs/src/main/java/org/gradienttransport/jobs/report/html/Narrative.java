package org.gradienttransport.jobs.report.html;

import java.util.ArrayList;
import java.util.List;

/** One family's results in sentences that its numbers write. */
final class Narrative {
  private static final String SIGNED = "%+.3f";
  private static final String PLAIN = "%.3f";

  private final FamilyNumbers numbers;
  private final String family;

  Narrative(FamilyNumbers numbers) {
    this.numbers = numbers;
    this.family = numbers.family();
  }

  List<Sentence> sentences() {
    List<Sentence> all = new ArrayList<>();
    all.add(measured());
    if (!numbers.hasWindow()) {
      all.add(Sentence.of("No stable window was found, so there are no window means to report."));
      return all;
    }
    all.add(exponents());
    all.add(regime());
    all.add(quality());
    all.add(closure());
    all.add(nulls());
    all.add(bridge());
    return all;
  }

  private Sentence measured() {
    Double difference = numbers.fields("longest_difference");
    String kind = difference != null && difference > 0 ? "checkpoint differences" : "gradients";
    return Sentence.of("")
        .count(numbers.fields("fields"), "field_transport", family, "fields")
        .words(" real fields (" + kind + ") of ")
        .count(numbers.fields("scales"), "field_transport", family, "scales")
        .words(" model sizes at ")
        .count(numbers.fields("steps"), "field_transport", family, "steps")
        .words(" training steps; ")
        .count(numbers.fields("ok"), "field_transport", family, "ok")
        .words(" enter the fits and ")
        .count(numbers.fields("degenerate"), "field_transport", family, "degenerate")
        .words(" are degenerate.");
  }

  private Sentence exponents() {
    Sentence text =
        Sentence.of("Over the stable window, steps ")
            .count(numbers.window("D", "from_step"), "window_summary", family, "D", "from_step")
            .words(" to ")
            .count(numbers.window("D", "to_step"), "window_summary", family, "D", "to_step")
            .words(" (")
            .count(numbers.window("D", "count"), "window_summary", family, "D", "count")
            .words(" fits): ");
    String separator = "";
    for (String symbol : List.of("D", "z", "beta", "delta")) {
      text.words(separator + symbol + " = ");
      meanAndDeviation(text, symbol);
      separator = ", ";
    }
    return text.words(" (mean ± standard deviation over steps).");
  }

  private void meanAndDeviation(Sentence text, String quantity) {
    text.number(
        SIGNED, numbers.window(quantity, "mean"), "window_summary", family, quantity, "mean");
    Double sd = numbers.window(quantity, "sd");
    if (sd != null) {
      text.words(" ± ").number(PLAIN, sd, "window_summary", family, quantity, "sd");
    }
  }

  private Sentence regime() {
    Sentence text =
        Sentence.of("With model size, intensive transport efficiency ")
            .words(trend("delta", "rises", "falls"))
            .words(" and duration ")
            .words(trend("z", "grows", "shrinks"))
            .words(". ");
    Double cv = numbers.window("cv_v_rel", "mean");
    if (cv != null) {
      text.words("Window means of v_rel differ between sizes by a coefficient of variation of ")
          .number("%.3f", cv, "window_summary", family, "cv_v_rel", "mean")
          .words(".");
    }
    return text;
  }

  private String trend(String symbol, String up, String down) {
    Double mean = numbers.window(symbol, "mean");
    Double sd = numbers.window(symbol, "sd");
    if (mean == null || sd == null || Math.abs(mean) <= sd) {
      return "shows no clear trend (" + symbol + " is within one standard deviation of zero)";
    }
    return mean > 0 ? up : down;
  }

  private Sentence quality() {
    Sentence text = Sentence.of("One power law describes the scales with mean R2 of ");
    String separator = "";
    for (String fit : List.of("size", "duration", "intensive")) {
      String quantity = "r2_" + fit;
      text.words(separator)
          .number(
              PLAIN, numbers.window(quantity, "mean"), "window_summary", family, quantity, "mean")
          .words(" for " + (fit.equals("intensive") ? "intensive efficiency" : fit));
      separator = ", ";
    }
    return text.words(".");
  }

  private Sentence closure() {
    if (numbers.closure("worst") == null) {
      return Sentence.of("Closure could not be checked: there is no fit.");
    }
    double broken = numbers.closure("broken");
    return Sentence.of(broken == 0 ? "Closure holds at all " : "Closure is broken at ")
        .count(
            broken == 0 ? numbers.closure("closed") : numbers.closure("broken"),
            "closure_check",
            family,
            broken == 0 ? "closed" : "broken")
        .words(" fitted steps; the largest residual of beta = D - z and delta = D - z - 1 is ")
        .number("%.1e", numbers.closure("worst"), "closure_check", family, "worst")
        .words(" against a bound of ")
        .number("%.0e", numbers.closure("bound"), "closure_check", family, "bound")
        .words(".");
  }

  private Sentence nulls() {
    if (!numbers.hasContrast()) {
      return Sentence.of(
          "There is no null contrast over the window in this run, so nothing is said of how far z"
              + " lies from its floor.");
    }
    Sentence text =
        Sentence.of("The Gaussian null N0 has z = ")
            .number(SIGNED, numbers.contrast("n0_value"), "null_contrast", family, "n0_value")
            .words("; real minus N0 is ")
            .number(
                SIGNED, numbers.contrast("delta_total"), "null_contrast", family, "delta_total");
    Double low = numbers.contrast("delta_total_low");
    Double high = numbers.contrast("delta_total_high");
    if (low == null || high == null) {
      return text.words(", without an interval.");
    }
    text.words(" (interval ")
        .number(SIGNED, low, "null_contrast", family, "delta_total_low")
        .words(" to ")
        .number(SIGNED, high, "null_contrast", family, "delta_total_high")
        .words(")");
    if (low <= 0 && high >= 0) {
      return text.words(
          ". The interval holds zero: z cannot be told from its null floor, and shares of that"
              + " difference would say nothing.");
    }
    return text.words(". The distribution of values (N2 minus N0) contributes ")
        .number(SIGNED, numbers.contrast("delta_dist"), "null_contrast", family, "delta_dist")
        .words(" of it, their assignment to nodes (real minus N2) ")
        .number(SIGNED, numbers.contrast("delta_assign"), "null_contrast", family, "delta_assign")
        .words(".");
  }

  private Sentence bridge() {
    QueryResult rows = numbers.associations();
    if (rows.isEmpty()) {
      return Sentence.of("This run has no association with external performance for this family.");
    }
    String scale = rows.text(0, "scale");
    String pair =
        rows.text(0, "y")
            + " with "
            + rows.text(0, "x")
            + (scale.equals("all") ? "" : " at " + scale);
    Sentence text =
        Sentence.of("Of ")
            .count(rows.size(), "performance_association", family, "rows")
            .words(" correlations with external performance over all steps the largest is " + pair)
            .words(": r = ")
            .number(
                "%+.2f", rows.number(0, "pearson"), "performance_association", family, "pearson")
            .words(" (n = ")
            .count(rows.number(0, "n"), "performance_association", family, "n")
            .words(")");
    if (rows.number(0, "partial_r") != null) {
      text.words(", and ")
          .number(
              "%+.2f", rows.number(0, "partial_r"), "performance_association", family, "partial_r")
          .words(" once both sides are freed of the learning rate");
    }
    return text.words(
        ". It is the largest of several, and steps are autocorrelated: it describes, it does not"
            + " prove.");
  }

  /** What must be kept in mind with these numbers. */
  List<Sentence> caveats(FamilyText texts) {
    List<Sentence> all = new ArrayList<>();
    if (!texts.note().isBlank()) {
      all.add(Sentence.of(texts.note().strip()));
    }
    if (numbers.fields("shortest") != null) {
      all.add(
          Sentence.of("n_steps is a small integer, here ")
              .count(numbers.fields("shortest"), "field_transport", family, "shortest")
              .words(" to ")
              .count(numbers.fields("longest"), "field_transport", family, "longest")
              .words(", so z is coarse; read it against its null floor."));
    }
    Double scales = numbers.fields("scales");
    if (scales != null && scales < 6) {
      all.add(
          Sentence.of("Each fit rests on at most ")
              .count(scales, "field_transport", family, "scales")
              .words(" model sizes; a second slope would hardly show."));
    }
    return all;
  }
}
