package org.gradienttransport.jobs.present.catalogue;

import java.util.ArrayList;
import java.util.List;
import org.gradienttransport.schemas.rows.ClosureCheck;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.rows.NullContrast;
import org.gradienttransport.schemas.rows.PerformanceAssociation;
import org.gradienttransport.schemas.rows.PooledExponent;
import org.gradienttransport.schemas.rows.WindowSummary;
import org.gradienttransport.schemas.vocabulary.FieldStatus;
import org.gradienttransport.schemas.vocabulary.Observable;
import org.gradienttransport.schemas.vocabulary.PooledQuantity;
import org.gradienttransport.schemas.vocabulary.Quantity;
import org.gradienttransport.schemas.vocabulary.Verdict;
import org.gradienttransport.schemas.vocabulary.Word;

/** One family's results in sentences that its numbers write. */
public final class Narrative {
  private static final String SIGNED = "%+.3f";
  private static final String PLAIN = "%.3f";

  private static final String FIELDS = FieldTransport.ROWS.name();
  private static final String WINDOWS = WindowSummary.ROWS.name();
  private static final String POOLED = PooledExponent.ROWS.name();
  private static final String CLOSURE = ClosureCheck.ROWS.name();
  private static final String CONTRASTS = NullContrast.ROWS.name();
  private static final String ASSOCIATIONS = PerformanceAssociation.ROWS.name();

  private final FamilyRows rows;
  private final FamilyNumbers numbers;
  private final String family;

  public Narrative(FamilyRows rows) {
    this.rows = rows;
    this.numbers = new FamilyNumbers(rows);
    this.family = rows.family();
  }

  /** What was found, in reading order. */
  public List<Sentence> sentences() {
    List<Sentence> all = new ArrayList<>();
    numbers.pooled(PooledQuantity.Z_EXCESS).ifPresent(found -> all.add(excess(found)));
    RobustnessNarrative.of(rows).ifPresent(all::add);
    all.add(measured());
    if (!numbers.hasWindow()) {
      all.add(Sentence.of("No stable window was found, so there are no window means to report."));
      return all;
    }
    all.add(nulls());
    all.add(exponents());
    all.add(regime());
    all.add(quality());
    all.add(closure());
    all.add(bridge());
    return all;
  }

  /** The excess over the null floor, which a z alone does not tell. */
  private Sentence excess(PooledExponent found) {
    String name = found.quantity().word();
    Sentence text =
        Sentence.of("Over the stable window the excess of z over its Gaussian null floor is ")
            .number(SIGNED, found.exponent(), POOLED, family, name, "exponent")
            .words(" ± ")
            .number(PLAIN, found.stdError(), POOLED, family, name, "std_error")
            .words(" (one regression over ")
            .count(found.steps(), POOLED, family, name, "steps")
            .words(" steps, standard error; interval ")
            .number(SIGNED, found.low(), POOLED, family, name, "low")
            .words(" to ")
            .number(SIGNED, found.high(), POOLED, family, name, "high");
    if (found.blockLow() != null) {
      text.words(", by blocks of steps ")
          .number(SIGNED, found.blockLow(), POOLED, family, name, "block_low")
          .words(" to ")
          .number(SIGNED, found.blockHigh(), POOLED, family, name, "block_high");
    }
    return text.words("): " + verdict(found));
  }

  /** What both intervals together leave to say. */
  private static String verdict(PooledExponent found) {
    double low = found.blockLow() == null ? found.low() : Math.min(found.low(), found.blockLow());
    double high =
        found.blockHigh() == null ? found.high() : Math.max(found.high(), found.blockHigh());
    if (low > 0) {
      return "larger models relax longer than chance on their sizes explains.";
    }
    return high < 0
        ? "larger models relax shorter than chance on their sizes explains."
        : "it cannot be told from its null floor.";
  }

  private Sentence measured() {
    FamilyNumbers.Fields fields = numbers.fields();
    Long difference = fields.longestDifference();
    String kind = difference != null && difference > 0 ? "checkpoint differences" : "gradients";
    return Sentence.of("")
        .count((double) fields.fields(), FIELDS, family, "fields")
        .words(" real fields (" + kind + ") of ")
        .count((double) fields.scales(), FIELDS, family, "scales")
        .words(" model sizes at ")
        .count((double) fields.steps(), FIELDS, family, "steps")
        .words(" training steps; ")
        .count((double) fields.ok(), FIELDS, family, FieldStatus.OK.word())
        .words(" enter the fits and ")
        .count((double) fields.degenerate(), FIELDS, family, "degenerate")
        .words(" are degenerate.");
  }

  private Sentence exponents() {
    String size = Quantity.D.word();
    Sentence text =
        Sentence.of("Over the stable window, steps ")
            .count(
                numbers.window(Quantity.D, WindowSummary::fromStep),
                WINDOWS,
                family,
                size,
                "from_step")
            .words(" to ")
            .count(
                numbers.window(Quantity.D, WindowSummary::toStep), WINDOWS, family, size, "to_step")
            .words(" (")
            .count(numbers.window(Quantity.D, WindowSummary::count), WINDOWS, family, size, "count")
            .words(" fits): ");
    String separator = "";
    for (Observable observable : Observable.values()) {
      text.words(separator + observable.symbol() + " = ");
      meanAndDeviation(text, observable.exponent());
      separator = ", ";
    }
    return text.words(" (mean ± standard deviation over steps).");
  }

  private void meanAndDeviation(Sentence text, Quantity quantity) {
    mean(text, SIGNED, quantity);
    Double sd = numbers.window(quantity, WindowSummary::sd);
    if (sd != null) {
      text.words(" ± ").number(PLAIN, sd, WINDOWS, family, quantity.word(), "sd");
    }
  }

  private Sentence mean(Sentence text, String format, Quantity quantity) {
    return text.number(
        format,
        numbers.window(quantity, WindowSummary::mean),
        WINDOWS,
        family,
        quantity.word(),
        "mean");
  }

  private Sentence regime() {
    Sentence text =
        Sentence.of("With model size, intensive transport efficiency ")
            .words(trend(Quantity.DELTA, "rises", "falls"))
            .words(" and duration ")
            .words(trend(Quantity.Z, "grows", "shrinks"))
            .words(". ");
    if (numbers.window(Quantity.CV_V_REL, WindowSummary::mean) != null) {
      text.words("Window means of v_rel differ between sizes by a coefficient of variation of ");
      mean(text, PLAIN, Quantity.CV_V_REL).words(".");
    }
    return text;
  }

  private String trend(Quantity exponent, String up, String down) {
    Double mean = numbers.window(exponent, WindowSummary::mean);
    Double sd = numbers.window(exponent, WindowSummary::sd);
    if (mean == null || sd == null || Math.abs(mean) <= sd) {
      return "shows no clear trend (%s is within one standard deviation of zero)"
          .formatted(exponent.word());
    }
    return mean > 0 ? up : down;
  }

  private Sentence quality() {
    Sentence text = Sentence.of("One power law describes the scales with mean R2 of ");
    String separator = "";
    for (Observable fit : TransportFigures.FITTED) {
      text.words(separator);
      mean(text, PLAIN, fit.r2()).words(" for " + fit.word());
      if (fit == Observable.INTENSIVE) {
        text.words(" efficiency");
      }
      separator = ", ";
    }
    return text.words(".");
  }

  private Sentence closure() {
    FamilyNumbers.Closure closure = numbers.closure();
    if (closure.worst() == null) {
      return Sentence.of("Closure could not be checked: there is no fit.");
    }
    boolean holds = closure.broken() == 0;
    Verdict verdict = holds ? Verdict.CLOSED : Verdict.BROKEN;
    return Sentence.of(holds ? "Closure holds at all " : "Closure is broken at ")
        .count(
            (double) (holds ? closure.closed() : closure.broken()), CLOSURE, family, verdict.word())
        .words(" fitted steps; the largest residual of beta = D - z and delta = D - z - 1 is ")
        .number("%.1e", closure.worst(), CLOSURE, family, "worst")
        .words(" against a bound of ")
        .number("%.0e", closure.bound(), CLOSURE, family, "bound")
        .words(".");
  }

  private Sentence nulls() {
    if (numbers.contrast().isEmpty()) {
      return Sentence.of(
          "There is no null contrast over the window in this run, so nothing is said of how far z"
              + " lies from its floor.");
    }
    NullContrast contrast = numbers.contrast().get();
    Sentence text =
        Sentence.of("Over the stable window z minus z of the Gaussian null N0 is ")
            .number(SIGNED, contrast.deltaTotal(), CONTRASTS, family, "delta_total");
    Double low = contrast.deltaTotalLow();
    Double high = contrast.deltaTotalHigh();
    if (low == null || high == null) {
      return floor(text.words(", without an interval"), contrast).words(".");
    }
    text.words(" (interval ")
        .number(SIGNED, low, CONTRASTS, family, "delta_total_low")
        .words(" to ")
        .number(SIGNED, high, CONTRASTS, family, "delta_total_high")
        .words(")");
    floor(text, contrast);
    if (low <= 0 && high >= 0) {
      return text.words(
          ". The interval holds zero: z cannot be told from its null floor, and shares of that"
              + " difference would say nothing.");
    }
    return text.words(". The distribution of values (N2 minus N0) contributes ")
        .number(SIGNED, contrast.deltaDist(), CONTRASTS, family, "delta_dist")
        .words(" of it, their assignment to nodes (real minus N2) ")
        .number(SIGNED, contrast.deltaAssign(), CONTRASTS, family, "delta_assign")
        .words(".");
  }

  /** What N0 alone has. */
  private Sentence floor(Sentence text, NullContrast contrast) {
    return text.words("; N0 alone has z = ")
        .number(SIGNED, contrast.n0Value(), CONTRASTS, family, "n0_value");
  }

  private Sentence bridge() {
    if (numbers.associations().isEmpty()) {
      return Sentence.of("This run has no association with external performance for this family.");
    }
    PerformanceAssociation largest = numbers.associations().get(0);
    String scale = largest.scale();
    String pair =
        largest.y() + " with " + largest.x() + (scale.equals(Word.ALL) ? "" : " at " + scale);
    Sentence text =
        Sentence.of("Of ")
            .count(numbers.associations().size(), ASSOCIATIONS, family, "rows")
            .words(" correlations with external performance over all steps the largest is " + pair)
            .words(": r = ")
            .number("%+.2f", largest.result().pearson(), ASSOCIATIONS, family, "pearson")
            .words(" (n = ")
            .count((double) largest.n(), ASSOCIATIONS, family, "n")
            .words(")");
    if (largest.result().partialR() != null) {
      text.words(", and ")
          .number("%+.2f", largest.result().partialR(), ASSOCIATIONS, family, "partial_r")
          .words(" once both sides are freed of the learning rate");
    }
    return text.words(
        ". It is the largest of several, and steps are autocorrelated: it describes, it does not"
            + " prove.");
  }

  /** What must be kept in mind with these numbers. */
  public List<Sentence> caveats(FamilyText texts) {
    List<Sentence> all = new ArrayList<>();
    if (!texts.note().isBlank()) {
      all.add(Sentence.of(texts.note().strip()));
    }
    FamilyNumbers.Fields fields = numbers.fields();
    if (fields.shortest() != null) {
      all.add(
          Sentence.of("n_steps is a small integer, here ")
              .count(fields.shortest().doubleValue(), FIELDS, family, "shortest")
              .words(" to ")
              .count(fields.longest().doubleValue(), FIELDS, family, "longest")
              .words(", so z is coarse; read it against its null floor."));
    }
    if (fields.scales() < 6) {
      all.add(
          Sentence.of("Each fit rests on at most ")
              .count((double) fields.scales(), FIELDS, family, "scales")
              .words(" model sizes; a second slope would hardly show."));
    }
    return all;
  }
}
