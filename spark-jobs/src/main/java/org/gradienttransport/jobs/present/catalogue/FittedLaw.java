package org.gradienttransport.jobs.present.catalogue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gradienttransport.jobs.present.MainWidth;
import org.gradienttransport.schemas.rows.LawKey;
import org.gradienttransport.schemas.rows.ScalingCoefficient;
import org.gradienttransport.schemas.vocabulary.Approach;
import org.gradienttransport.schemas.vocabulary.Coefficient;
import org.gradienttransport.schemas.vocabulary.LawForm;
import org.gradienttransport.schemas.vocabulary.LawVariables;

/**
 * Chinchilla's law of one series as figures draw it: the fit of approach 3 with the main width of
 * Huber's loss, where a study has several.
 *
 * @param values its coefficients, only those that have a value
 */
record FittedLaw(Map<Coefficient, Double> values) {
  /** Common table expression {@code law}, the same choice in SQL. */
  static final String SQL =
      """
      laws as (
          select c.series,
            row_number() over (
              partition by c.series
              order by case when max(c.replicates) is null and max(e.told) is null then 1 else 0 end,
                c.delta desc, c.objective_kind) as choice,
            max(case coefficient when 'A' then value end) as weight_n,
            max(case coefficient when 'B' then value end) as weight_d,
            coalesce(max(case coefficient when 'E' then value end), 0) as bottom,
            max(case coefficient when 'alpha' then value end) as alpha,
            max(case coefficient when 'beta' then value end) as beta,
            max(case coefficient when 'G' then value end) as balance,
            max(case coefficient when 'a' then value end) as share
          from latest_scaling_coefficient c
          left join (
            select distinct series, objective_kind, delta, 1 as told
            from latest_scaling_extrapolation
            where source = :study and approach = '3' and form = 'chinchilla' and variables = 'n_d') e
            on e.series = c.series and e.objective_kind = c.objective_kind and e.delta = c.delta
          where c.source = :study and c.approach = '3' and c.form = 'chinchilla'
            and c.variables = 'n_d'
          group by c.series, c.objective_kind, c.delta),
        law as (
          select * from laws
          where choice = 1 and weight_n is not null and weight_d is not null
            and alpha is not null and beta is not null)""";

  /** By series; those without all coefficients are left out. */
  static Map<String, FittedLaw> of(LawRows rows) {
    Map<String, List<LawKey>> keys = new TreeMap<>();
    Map<LawKey, Map<Coefficient, Double>> values = new java.util.HashMap<>();
    for (ScalingCoefficient row : rows.coefficients()) {
      if (drawn(row.key())) {
        if (!values.containsKey(row.key())) {
          values.put(row.key(), new EnumMap<>(Coefficient.class));
          keys.computeIfAbsent(row.key().series(), series -> new ArrayList<>()).add(row.key());
        }
        if (row.value() != null) {
          values.get(row.key()).put(row.coefficient(), row.value());
        }
      }
    }
    Comparator<LawKey> first = MainWidth.first(rows.coefficients(), rows.extrapolations());
    Map<String, FittedLaw> laws = new TreeMap<>();
    keys.forEach(
        (series, fits) -> {
          FittedLaw law = new FittedLaw(values.get(fits.stream().min(first).orElseThrow()));
          if (law.complete()) {
            laws.put(series, law);
          }
        });
    return laws;
  }

  /** Whether a fit is one of Chinchilla's law of N and D. */
  static boolean drawn(LawKey key) {
    return key.approach() == Approach.PARAMETRIC
        && key.form() == LawForm.CHINCHILLA
        && key.variables() == LawVariables.N_D;
  }

  private boolean complete() {
    return values
        .keySet()
        .containsAll(List.of(Coefficient.A, Coefficient.B, Coefficient.ALPHA, Coefficient.BETA));
  }

  private double value(Coefficient coefficient) {
    return values.get(coefficient);
  }

  private double bottom() {
    return values.getOrDefault(Coefficient.E, 0.0);
  }

  /** A / N^alpha. */
  private double ofSize(double params) {
    return value(Coefficient.A)
        * StrictMath.exp(-value(Coefficient.ALPHA) * StrictMath.log(params));
  }

  /** The fitted loss; 0 stands for a floor that is not identified. */
  double loss(double params, double tokens) {
    return bottom()
        + ofSize(params)
        + value(Coefficient.B) * StrictMath.exp(-value(Coefficient.BETA) * StrictMath.log(tokens));
  }

  /** The tokens at which a model of this size has the loss; NaN if it never has. */
  double tokens(double loss, double params) {
    double left = loss - bottom() - ofSize(params);
    return left > 0
        ? StrictMath.exp(
            (StrictMath.log(value(Coefficient.B)) - StrictMath.log(left)) / value(Coefficient.BETA))
        : Double.NaN;
  }

  /** Whether it says how to spend compute. */
  boolean allocates() {
    return values.containsKey(Coefficient.G) && values.containsKey(Coefficient.N_ALLOCATION);
  }

  /** N* = G (C/6)^a. */
  double optimalParams(double flops) {
    return value(Coefficient.G)
        * StrictMath.exp(value(Coefficient.N_ALLOCATION) * StrictMath.log(flops / 6));
  }
}
