package org.gradienttransport.udfs.backend.nd4j;

import java.util.Arrays;
import java.util.List;
import org.gradienttransport.udfs.backend.Backend;
import org.gradienttransport.udfs.backend.InsufficientMemoryException;
import org.gradienttransport.udfs.backend.NonFiniteFieldException;
import org.gradienttransport.udfs.field.Moments;
import org.gradienttransport.udfs.graph.BarabasiAlbert;
import org.gradienttransport.udfs.graph.Graph;
import org.gradienttransport.udfs.graph.GraphCache;
import org.gradienttransport.udfs.graph.GraphKey;
import org.gradienttransport.udfs.nulls.FeistelPermutation;
import org.gradienttransport.udfs.nulls.GaussianField;
import org.gradienttransport.udfs.parallel.Workers;
import org.gradienttransport.udfs.probe.FieldKind;
import org.gradienttransport.udfs.probe.FieldMoments;
import org.gradienttransport.udfs.probe.FieldVariant;
import org.gradienttransport.udfs.probe.ProbeParameters;
import org.gradienttransport.udfs.probe.ProbeResult;
import org.gradienttransport.udfs.quantile.MagnitudeQuantile;
import org.gradienttransport.udfs.relax.Relaxation;
import org.gradienttransport.udfs.relax.Relaxed;
import org.nd4j.linalg.factory.Nd4j;

/** Fields as INDArrays: ND4J reduces them, our loop relaxes them. */
final class Nd4jBackend implements Backend {
  private final Workers workers;
  private final GraphCache graphs;
  private final String library;

  private Nd4jBackend(Workers workers, String library) {
    this.workers = workers;
    this.library = library;
    this.graphs =
        new GraphCache(
            Runtime.getRuntime().maxMemory() / 2,
            key -> BarabasiAlbert.build(key.nodes(), key.seed(), workers));
  }

  static Nd4jBackend create(int threads) {
    String library = Nd4j.getBackend().getClass().getSimpleName();
    return new Nd4jBackend(Workers.of(threads), library);
  }

  @Override
  public String name() {
    return "nd4j";
  }

  @Override
  public String device() {
    return "ND4J " + library + ", " + workers.threads() + " threads";
  }

  @Override
  public List<ProbeResult> measure(
      double[] field, long nodes, ProbeParameters parameters, List<FieldVariant> variants) {
    requireField(field, nodes, variants);
    try {
      Graph graph = graphs.get(GraphKey.of(nodes, parameters));
      return new Measurement(graph, parameters, (int) nodes).measure(field, variants);
    } catch (OutOfMemoryError e) {
      throw new InsufficientMemoryException(
          "a field of "
              + nodes
              + " entries does not fit the memory of the host: "
              + (graphBytes(nodes) + workingBytes(nodes, variants))
              + " bytes are needed beside it",
          e);
    }
  }

  private static void requireField(double[] field, long nodes, List<FieldVariant> variants) {
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

  private final class Measurement {
    private final Relaxation relaxation;
    private final ProbeParameters parameters;
    private final int nodes;

    Measurement(Graph graph, ProbeParameters parameters, int nodes) {
      this.relaxation = new Relaxation(graph, workers);
      this.parameters = parameters;
      this.nodes = nodes;
    }

    List<ProbeResult> measure(double[] field, List<FieldVariant> variants) {
      FieldMoments moments = null;
      if (field != null) {
        requireFinite(field);
        moments = Nd4jMoments.of(field);
      }
      ProbeResult[] results = new ProbeResult[variants.size()];
      for (int i = 0; i < results.length; i++) {
        if (variants.get(i).kind() != FieldKind.REAL) {
          results[i] = drawn(variants.get(i), field, moments);
        }
      }
      if (variants.stream().anyMatch(variant -> variant.kind() == FieldKind.REAL)) {
        ProbeResult real = probe(field, moments);
        for (int i = 0; i < results.length; i++) {
          results[i] = results[i] == null ? real : results[i];
        }
      }
      return List.copyOf(Arrays.asList(results));
    }

    private void requireFinite(double[] field) {
      if (!Nd4jMoments.finite(field)) {
        long index = Moments.firstNonFinite(field);
        throw new NonFiniteFieldException(index, field[(int) index]);
      }
    }

    private ProbeResult drawn(FieldVariant variant, double[] field, FieldMoments moments) {
      double[] drawn = draw(variant, field, moments);
      return probe(drawn, Nd4jMoments.of(drawn));
    }

    private double[] draw(FieldVariant variant, double[] field, FieldMoments moments) {
      double[] drawn = new double[nodes];
      long seed = variant.seed();
      int replicate = variant.replicate();
      switch (variant.kind()) {
        case N0 -> GaussianField.n0(seed, replicate).fill(drawn, workers);
        case N1 ->
            GaussianField.n1(seed, replicate)
                .fill(drawn, moments.mean(), Math.sqrt(moments.variance()), workers);
        case N2 -> new FeistelPermutation(nodes, seed, replicate).permute(field, drawn, workers);
        case REAL -> throw new IllegalArgumentException("the real field is not drawn");
      }
      return drawn;
    }

    private ProbeResult probe(double[] field, FieldMoments before) {
      double tau = MagnitudeQuantile.of(field, parameters.quantile(), workers);
      Relaxed relaxed = relaxation.relax(field, tau, parameters);
      return new ProbeResult(
          nodes,
          tau,
          relaxed.size(),
          relaxed.steps(),
          relaxed.hitCeiling(),
          relaxed.activeCounts(),
          before,
          Nd4jMoments.sum(field));
    }
  }

  /** The relaxation's room, a drawn null, and the pieces ND4J works on. */
  @Override
  public long workingBytes(long nodes, List<FieldVariant> variants) {
    boolean nulls = variants.stream().anyMatch(variant -> variant.kind() != FieldKind.REAL);
    return Relaxation.bytesFor(nodes, workers.threads())
        + (nulls ? 8 * nodes : 0)
        + Nd4jMoments.WORKING_BYTES;
  }

  @Override
  public long graphBytes(long nodes) {
    return Graph.bytesFor(nodes);
  }

  @Override
  public void close() {
    graphs.clear();
    workers.close();
  }
}
