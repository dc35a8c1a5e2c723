package org.gradienttransport.jobs.conf.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.gradienttransport.jobs.conf.MapReader;
import org.gradienttransport.jobs.conf.YamlNode;
import org.gradienttransport.schemas.vocabulary.Approach;
import org.gradienttransport.schemas.vocabulary.LawForm;
import org.gradienttransport.schemas.vocabulary.LawVariables;
import org.gradienttransport.schemas.vocabulary.ObjectiveKind;
import org.gradienttransport.schemas.vocabulary.TrainingClock;
import org.gradienttransport.udfs.scaling.optimum.CriticalBatch;

/** Reads {@code fits}: what is fitted to the rows, and how. */
final class FitsParser {
  private final MapReader in;

  FitsParser(MapReader in) {
    this.in = in;
  }

  StudyFits parse() {
    List<LawRequest> laws = laws();
    List<Approach> approaches = in.words("approaches", Approach.class, List.of());
    if (approaches.contains(Approach.NONE)) {
      in.problem("approaches", "none is no approach; leave the key out for none");
    }
    ObjectiveKind objective = in.word("objective", ObjectiveKind.class, ObjectiveKind.HUBER_LOG);
    List<Double> deltas = deltas(objective);
    StudyFits.Starts starts = in.choice("starts", StudyFits.Starts.class, StudyFits.Starts.DEFAULT);
    Bootstrap bootstrap = in.section("bootstrap", Bootstrap.DEFAULT, FitsParser::bootstrap);
    HeldOut heldOut = heldOut();
    TimeFits time = in.section("time", TimeFits.NOTHING, FitsParser::time);
    List<Double> budgets = in.numbers("budgets", List.of());
    boolean allowDecaying = in.has("allow_decaying") && in.flag("allow_decaying");
    CriticalBatch criticalBatch = in.section("critical_batch", null, FitsParser::criticalBatch);
    return in.build(
        () ->
            new StudyFits(
                laws,
                approaches,
                objective,
                deltas,
                starts,
                bootstrap,
                heldOut,
                time,
                budgets,
                allowDecaying,
                criticalBatch));
  }

  private List<LawRequest> laws() {
    List<LawRequest> laws = new ArrayList<>();
    if (in.has("laws")) {
      for (YamlNode item : in.items("laws")) {
        laws.add(item.isMapping() ? law(in.inside(item)) : usualLaw(item));
      }
    }
    laws.removeIf(Objects::isNull);
    return laws;
  }

  private LawRequest usualLaw(YamlNode item) {
    MapReader list = in.insideList(item);
    LawForm form = in.word(item, LawForm.class);
    Optional<LawVariables> usual = LawRequest.usual(form);
    return list.build(
        () ->
            new LawRequest(
                form,
                usual.orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "say what it is a function of, as in {form: "
                                + form.word()
                                + ", in: n}"))));
  }

  private static LawRequest law(MapReader law) {
    YamlNode named = law.required("form");
    if (named == null) {
      return null;
    }
    LawForm form = law.word(named, LawForm.class);
    LawVariables variables =
        law.word("in", LawVariables.class, LawRequest.usual(form).orElse(LawVariables.N));
    if (!law.has("in") && LawRequest.usual(form).isEmpty()) {
      law.required("in");
    }
    return law.build(() -> new LawRequest(form, variables));
  }

  private List<Double> deltas(ObjectiveKind objective) {
    List<Double> usual =
        objective == ObjectiveKind.HUBER_LOG ? List.of(StudyFits.DEFAULT_DELTA) : List.of();
    return in.has("delta") && in.at("delta").isNumber()
        ? List.of(in.number(in.at("delta")))
        : in.numbers("delta", usual);
  }

  /** B_crit = tokens / L^(1 / exponent). */
  private static CriticalBatch criticalBatch(MapReader batch) {
    double tokens = positive(batch, "tokens");
    double exponent = positive(batch, "exponent");
    return batch.build(() -> new CriticalBatch(tokens, exponent));
  }

  private static double positive(MapReader in, String key) {
    YamlNode value = in.required(key);
    return value == null ? 1.0 : in.number(value);
  }

  private static Bootstrap bootstrap(MapReader draws) {
    long replicates = draws.integer("replicates", Bootstrap.DEFAULT.replicates());
    long seed = draws.integer("seed", Bootstrap.DEFAULT.seed());
    Bootstrap.Rule rule = draws.choice("interval", Bootstrap.Rule.class, Bootstrap.DEFAULT.rule());
    return draws.build(
        () -> new Bootstrap((int) Math.min(replicates, Integer.MAX_VALUE), seed, rule));
  }

  private HeldOut heldOut() {
    if (!in.has("held_out")) {
      return HeldOut.DEFAULT;
    }
    if (in.at("held_out").scalar().equals("none")) {
      return HeldOut.NOTHING;
    }
    MapReader rule = in.inside(in.at("held_out"));
    double share = rule.number("compute_share", 0);
    boolean largest = rule.has("largest_n") && rule.flag("largest_n");
    return rule.build(() -> new HeldOut(share, largest));
  }

  private static TimeFits time(MapReader time) {
    List<TrainingClock> clocks =
        time.words("clocks", TrainingClock.class, List.of(TrainingClock.STEP));
    TrainingClock clock = TrainingClock.STEP;
    double from = 0;
    double to = Double.POSITIVE_INFINITY;
    if (time.has("window")) {
      MapReader window = time.inside(time.at("window"));
      clock = window.word("clock", TrainingClock.class, TrainingClock.STEP);
      from = window.number("from", from);
      to = window.number("to", to);
      window.finish();
    }
    TrainingClock windowClock = clock;
    double first = from;
    double last = to;
    return time.build(() -> new TimeFits(clocks, windowClock, first, last));
  }
}
