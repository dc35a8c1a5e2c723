package org.gradienttransport.udfs.backend;

import java.util.List;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.udfs.graph.Graph;
import org.gradienttransport.udfs.nulls.FeistelPermutation;
import org.gradienttransport.udfs.nulls.GaussianField;
import org.gradienttransport.udfs.parallel.Workers;
import org.gradienttransport.udfs.probe.FieldMoments;
import org.gradienttransport.udfs.probe.FieldVariant;

/** What backends that hold fields on the host do alike. */
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
  public static void require(double[] field, long nodes, List<FieldVariant> variants) {
    if (nodes < 3 || nodes > Graph.MAX_NODES) {
      throw new IllegalArgumentException(
          "a field has 3 to " + Graph.MAX_NODES + " entries, got " + nodes);
    }
    if (field != null && field.length != nodes) {
      throw new IllegalArgumentException(
          "the field has " + field.length + " entries, expected " + nodes);
    }
    if (field == null && variants.stream().anyMatch(v -> v.kind() != FieldKind.N0)) {
      throw new IllegalArgumentException("only n0 can be measured without a field");
    }
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
