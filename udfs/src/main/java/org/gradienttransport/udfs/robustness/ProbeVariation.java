package org.gradienttransport.udfs.robustness;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.gradienttransport.schemas.vocabulary.GraphKind;
import org.gradienttransport.schemas.vocabulary.ProbeFactor;
import org.gradienttransport.udfs.probe.ProbeParameters;

/**
 * A probe that differs from the baseline in one factor and in nothing else (METHOD-ROBUSTNESS
 * section 1).
 *
 * @param factor what is changed
 * @param level its value, as tables show it: 43, torus, 0.2; {@code baseline} for the baseline
 * @param parameters of the whole probe
 */
public record ProbeVariation(ProbeFactor factor, String level, ProbeParameters parameters)
    implements Serializable, Comparable<ProbeVariation> {

  /** Level of the factor graph that stands for the helical torus. */
  public static final String TORUS = "torus";

  /** The probe of METHOD, beside which the variations stand. */
  public static final ProbeVariation BASELINE =
      new ProbeVariation(ProbeFactor.BASELINE, ProbeFactor.BASELINE.word(), ProbeParameters.PAPER);

  private static final Comparator<ProbeVariation> ORDER =
      Comparator.comparing(ProbeVariation::factor)
          .thenComparingDouble(one -> one.number())
          .thenComparing(ProbeVariation::level);

  /** The baseline with another topology seed. */
  public static ProbeVariation graphSeed(long seed) {
    return new ProbeVariation(
        ProbeFactor.GRAPH_SEED, Long.toString(seed), ProbeParameters.PAPER.withTopologySeed(seed));
  }

  /** The baseline with another attachment m. */
  public static ProbeVariation attachment(int edges) {
    return new ProbeVariation(
        ProbeFactor.ATTACHMENT,
        Integer.toString(edges),
        ProbeParameters.PAPER.withAttachment(edges));
  }

  /** The baseline on the helical torus. */
  public static ProbeVariation torus() {
    return new ProbeVariation(ProbeFactor.GRAPH, TORUS, ProbeParameters.PAPER.onTorus());
  }

  /** The baseline with another alpha. */
  public static ProbeVariation alpha(double share) {
    return new ProbeVariation(
        ProbeFactor.ALPHA, Double.toString(share), ProbeParameters.PAPER.withAlpha(share));
  }

  /** The baseline with another quantile as threshold. */
  public static ProbeVariation quantile(double quantile) {
    return new ProbeVariation(
        ProbeFactor.QUANTILE,
        Double.toString(quantile),
        ProbeParameters.PAPER.withQuantile(quantile));
  }

  /** The 15 variations that are made where none are named, in the order of their table. */
  public static List<ProbeVariation> defaults() {
    List<ProbeVariation> all = new ArrayList<>();
    for (long seed = 43; seed <= 49; seed++) {
      all.add(graphSeed(seed));
    }
    List.of(1, 3, 4).forEach(edges -> all.add(attachment(edges)));
    all.add(torus());
    List.of(0.2, 0.4).forEach(share -> all.add(alpha(share)));
    List.of(0.85, 0.95).forEach(quantile -> all.add(quantile(quantile)));
    return List.copyOf(all);
  }

  /** Whether the probe is the baseline's. */
  public boolean isBaseline() {
    return parameters.equals(ProbeParameters.PAPER);
  }

  /** Factor and level in words, such as alpha=0.2. */
  public String label() {
    return factor.word() + "=" + level;
  }

  private double number() {
    return parameters.graph() == GraphKind.TORUS_HELICAL_V1 || factor == ProbeFactor.BASELINE
        ? 0
        : Double.parseDouble(level);
  }

  /** By factor, then by the size of the level. */
  @Override
  public int compareTo(ProbeVariation other) {
    return ORDER.compare(this, other);
  }
}
