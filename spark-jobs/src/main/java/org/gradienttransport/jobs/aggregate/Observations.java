package org.gradienttransport.jobs.aggregate;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.gradienttransport.jobs.aggregate.FamilySeries.Name;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.rows.Realisation;
import org.gradienttransport.schemas.rows.StepwiseExponent;
import org.gradienttransport.schemas.vocabulary.FieldStatus;
import org.gradienttransport.schemas.vocabulary.FitStatus;
import org.gradienttransport.schemas.vocabulary.Quantity;
import org.gradienttransport.schemas.vocabulary.Word;

/**
 * Every per-step quantity of a family, of the real field and of every realisation of its nulls.
 * Windows, contrasts and associations all start from it.
 */
final class Observations {
  private final TreeMap<Realisation, FamilySeries> series = new TreeMap<>();

  /** Collects the quantities that exist; steps without a fit have none. */
  static Observations of(List<FieldTransport> fields, List<StepFit> fits) {
    Observations all = new Observations();
    for (FieldTransport field : fields) {
      if (field.status() == FieldStatus.OK) {
        FamilySeries one = all.of(field.key().realisation());
        String scale = field.key().scale();
        long step = field.alignedStep();
        one.put(new Name(Quantity.V_REL, scale), step, field.cascade().vRel());
        one.put(new Name(Quantity.V_ABS, scale), step, field.cascade().vAbs());
        one.put(
            new Name(Quantity.NORMALIZED_DURATION, scale),
            step,
            field.cascade().normalizedDuration());
      }
    }
    fits.stream()
        .flatMap(fit -> fit.exponents().stream())
        .filter(fit -> fit.status() == FitStatus.OK)
        .forEach(all::add);
    return all;
  }

  private void add(StepwiseExponent fit) {
    FamilySeries one = of(fit.realisation());
    one.put(Name.whole(fit.observable().exponent()), fit.step(), fit.law().exponent());
    one.put(Name.whole(fit.observable().r2()), fit.step(), fit.law().r2());
  }

  private FamilySeries of(Realisation realisation) {
    return series.computeIfAbsent(realisation, absent -> new FamilySeries());
  }

  /** What each realisation has; realisations without any value are not among them. */
  Map<Realisation, FamilySeries> byRealisation() {
    return series;
  }

  /** Values of the real field, by step. */
  FamilySeries real() {
    return series.getOrDefault(Realisation.REAL, new FamilySeries());
  }

  /** Realisations of each null: numbers run from 0 to this, less one. */
  int replicates() {
    return series.keySet().stream()
        .filter(of -> !of.isReal())
        .mapToInt(of -> of.replicate() + 1)
        .max()
        .orElse(0);
  }

  /**
   * A quantity by ascending step; v_rel of the family as a whole is the mean over the scales at the
   * steps where all have it.
   */
  NavigableMap<Long, Double> get(Realisation of, Name name, List<String> scales) {
    FamilySeries one = series.getOrDefault(of, new FamilySeries());
    return name.quantity() == Quantity.V_REL && name.scale().equals(Word.ALL)
        ? one.meanOver(name.quantity(), scales)
        : one.values(name);
  }
}
