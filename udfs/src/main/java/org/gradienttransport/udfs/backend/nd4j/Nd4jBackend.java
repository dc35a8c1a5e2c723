package org.gradienttransport.udfs.backend.nd4j;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.gradienttransport.udfs.backend.Backend;
import org.gradienttransport.udfs.backend.HostFields;
import org.gradienttransport.udfs.backend.InsufficientMemoryException;
import org.gradienttransport.udfs.backend.NonFiniteFieldException;
import org.gradienttransport.udfs.backend.cuda.CudaBackend;
import org.gradienttransport.udfs.field.Moments;
import org.gradienttransport.udfs.graph.Graph;
import org.gradienttransport.udfs.graph.GraphCache;
import org.gradienttransport.udfs.graph.GraphKey;
import org.gradienttransport.udfs.graph.Graphs;
import org.gradienttransport.udfs.parallel.Workers;
import org.gradienttransport.udfs.probe.FieldMoments;
import org.gradienttransport.udfs.probe.FieldVariant;
import org.gradienttransport.udfs.probe.ProbeParameters;
import org.gradienttransport.udfs.probe.ProbeResult;
import org.gradienttransport.udfs.relax.Relaxation;
import org.gradienttransport.udfs.relax.Relaxed;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Fields as INDArrays, which ND4J reduces. On the host our loop relaxes them; on ND4J's GPU our
 * kernels do, on ND4J's own device memory.
 */
final class Nd4jBackend implements Backend {
  private final Workers workers;
  private final GraphCache graphs;
  private final String library;
  private final Optional<CudaBackend> kernels;

  private Nd4jBackend(Workers workers, String library, Optional<CudaBackend> kernels) {
    this.workers = workers;
    this.library = library;
    this.kernels = kernels;
    this.graphs =
        new GraphCache(Runtime.getRuntime().maxMemory() / 2, key -> Graphs.build(key, workers));
  }

  /**
   * @param kernels on the device ND4J keeps its arrays on; empty where that is the host
   */
  static Nd4jBackend create(int threads, Optional<CudaBackend> kernels) {
    return new Nd4jBackend(Workers.of(threads), library(), kernels);
  }

  /** ND4J's name of the library it has chosen; it may prefer the host though there is a GPU. */
  static String library() {
    return Nd4j.getBackend().getClass().getSimpleName();
  }

  @Override
  public String name() {
    return "nd4j";
  }

  @Override
  public String device() {
    return "ND4J %s, %s"
        .formatted(
            library, kernels.map(CudaBackend::device).orElse(workers.threads() + " threads"));
  }

  @Override
  public List<ProbeResult> measure(
      double[] field, long nodes, ProbeParameters parameters, List<FieldVariant> variants) {
    HostFields.require(field, nodes, variants);
    GraphKey key = GraphKey.of(nodes, parameters);
    try {
      return new FieldMeasurement(fields(nodes, parameters), (int) nodes).measure(field, variants);
    } catch (OutOfMemoryError e) {
      throw new InsufficientMemoryException(
          ("a field of %s entries does not fit the memory of the host: %s bytes are needed"
                  + " beside it")
              .formatted(nodes, graphBytes(key) + workingBytes(key, variants)),
          e);
    }
  }

  /** Makes a field of its entries, which it may keep. */
  private Function<double[], Nd4jField> fields(long nodes, ProbeParameters parameters) {
    if (kernels.isPresent()) {
      return values -> new DeviceField(values, kernels.get(), parameters);
    }
    Graph graph = graphs.get(GraphKey.of(nodes, parameters));
    Relaxation relaxation = new Relaxation(graph, workers);
    return values -> new Nd4jField.OnHost(values, entries -> relaxation.relax(entries, parameters));
  }

  private final class FieldMeasurement {
    private final Function<double[], Nd4jField> fields;
    private final int nodes;

    FieldMeasurement(Function<double[], Nd4jField> fields, int nodes) {
      this.fields = fields;
      this.nodes = nodes;
    }

    List<ProbeResult> measure(double[] field, List<FieldVariant> variants) {
      try (Nd4jField real = field == null ? null : fields.apply(field)) {
        FieldMoments moments = real == null ? null : finiteMoments(real, field);
        return HostFields.nullsFirst(
            variants, variant -> drawn(variant, field, moments), () -> probe(real, moments));
      }
    }

    private static FieldMoments finiteMoments(Nd4jField field, double[] values) {
      if (!Nd4jMoments.finite(field)) {
        long index = Moments.firstNonFinite(values);
        throw new NonFiniteFieldException(index, values[(int) index]);
      }
      return Nd4jMoments.of(field);
    }

    private ProbeResult drawn(FieldVariant variant, double[] field, FieldMoments moments) {
      double[] entries = new double[nodes];
      HostFields.draw(variant, field, moments, entries, workers);
      try (Nd4jField drawn = fields.apply(entries)) {
        return probe(drawn, Nd4jMoments.of(drawn));
      }
    }

    private ProbeResult probe(Nd4jField field, FieldMoments before) {
      Relaxed relaxed = field.relax();
      return relaxed.result(nodes, before, Nd4jMoments.sum(field));
    }
  }

  /** The relaxation's room, a drawn null, and the pieces ND4J works on. */
  @Override
  public long workingBytes(GraphKey graph, List<FieldVariant> variants) {
    long room =
        Relaxation.bytesFor(graph, workers.threads())
            + (HostFields.drawsNulls(variants) ? Double.BYTES * graph.nodes() : 0)
            + Nd4jMoments.WORKING_BYTES;
    return Math.max(room, graph.makingBytes());
  }

  @Override
  public long graphBytes(GraphKey graph) {
    return graph.bytes();
  }

  @Override
  public void close() {
    graphs.clear();
    workers.close();
    kernels.ifPresent(CudaBackend::close);
  }
}
