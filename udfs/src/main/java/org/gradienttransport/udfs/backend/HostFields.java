package org.gradienttransport.udfs.backend;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.udfs.graph.Graph;
import org.gradienttransport.udfs.nulls.FeistelPermutation;
import org.gradienttransport.udfs.nulls.GaussianField;
import org.gradienttransport.udfs.parallel.Workers;
import org.gradienttransport.udfs.probe.FieldMoments;
import org.gradienttransport.udfs.probe.FieldVariant;
import org.gradienttransport.udfs.probe.ProbeResult;

/** What backends do alike. */
public final class HostFields {
  private HostFields() {}

  /**
   * Requires that a field can be measured.
   *
   * @param field the entries; null where every variant is N0
   * @param nodes N
   * @throws IllegalArgumentException if N is out of range, or a variant needs a field of N entries
   *     and there is none
   */
  public static void require(BackendField field, long nodes, List<FieldVariant> variants) {
    if (nodes < 3 || nodes > Graph.MAX_NODES) {
      throw new IllegalArgumentException(
          "a field has 3 to " + Graph.MAX_NODES + " entries, got " + nodes);
    }
    if (field != null && field.entries() != nodes) {
      throw new IllegalArgumentException(
          "the field has " + field.entries() + " entries, expected " + nodes);
    }
    if (field == null && variants.stream().anyMatch(v -> v.kind() != FieldKind.N0)) {
      throw new IllegalArgumentException("only n0 can be measured without a field");
    }
  }

  /** The same of entries in an array, or null. */
  public static void require(double[] field, long nodes, List<FieldVariant> variants) {
    require(field == null ? null : new WidenedField(field), nodes, variants);
  }

  /** Whether any of the variants is drawn, so that room for it is needed beside the field. */
  public static boolean drawsNulls(List<FieldVariant> variants) {
    return variants.stream().anyMatch(variant -> variant.kind() != FieldKind.REAL);
  }

  /** Whether any of the variants is the real field. */
  public static boolean hasReal(List<FieldVariant> variants) {
    return variants.stream().anyMatch(variant -> variant.kind() == FieldKind.REAL);
  }

  /**
   * Measures the nulls first, as the real field ends overwritten, and that once.
   *
   * @param drawn draws and measures a null
   * @param real measures the real field
   * @return one result per variant, in their order
   */
  public static List<ProbeResult> nullsFirst(
      List<FieldVariant> variants,
      Function<FieldVariant, ProbeResult> drawn,
      Supplier<ProbeResult> real) {
    ProbeResult[] results = new ProbeResult[variants.size()];
    for (int i = 0; i < results.length; i++) {
      FieldVariant variant = variants.get(i);
      results[i] = variant.kind() == FieldKind.REAL ? null : drawn.apply(variant);
    }
    if (hasReal(variants)) {
      ProbeResult relaxed = real.get();
      Arrays.setAll(results, i -> results[i] == null ? relaxed : results[i]);
    }
    return List.of(results);
  }

  /**
   * Draws a null control (METHOD section 4).
   *
   * @param field the real field, whose entries N2 permutes; null for N0
   * @param moments of the real field, whose mean and variance N1 has; null for N0
   * @param drawn takes the N entries
   */
  public static void draw(
      FieldVariant variant, double[] field, FieldMoments moments, double[] drawn, Workers workers) {
    long seed = variant.seed();
    int replicate = variant.replicate();
    switch (variant.kind()) {
      case N0 -> GaussianField.n0(seed, replicate).fill(drawn, workers);
      case N1 ->
          GaussianField.n1(seed, replicate)
              .fill(drawn, moments.mean(), Math.sqrt(moments.variance()), workers);
      case N2 ->
          new FeistelPermutation(drawn.length, seed, replicate).permute(field, drawn, workers);
      case REAL -> throw new IllegalArgumentException("the real field is not drawn");
    }
  }
}
