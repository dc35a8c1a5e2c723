package org.gradienttransport.bench;

import java.util.concurrent.TimeUnit;
import org.gradienttransport.udfs.field.Moments;
import org.gradienttransport.udfs.graph.Graph;
import org.gradienttransport.udfs.nulls.FeistelPermutation;
import org.gradienttransport.udfs.nulls.GaussianField;
import org.gradienttransport.udfs.parallel.Workers;
import org.gradienttransport.udfs.probe.FieldMoments;
import org.gradienttransport.udfs.probe.ProbeParameters;
import org.gradienttransport.udfs.quantile.MagnitudeQuantile;
import org.gradienttransport.udfs.relax.Relaxation;
import org.gradienttransport.udfs.relax.Relaxed;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Each stage of a measurement on its own. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 50)
@Measurement(iterations = 15)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "-Xms5g",
      "-Xmx5g",
      "-XX:+UseParallelGC",
      "-XX:+UseTransparentHugePages",
      "-XX:+AlwaysPreTouch"
    })
public class EngineBenchmark {
  /** N: Pico-LM's two smaller scales. */
  @Param({"589824", "9437184"})
  public int nodes;

  /** Threads inside one field. */
  @Param({"1", "2"})
  public int threads;

  private Workers workers;
  private Graph graph;
  private Relaxation relaxation;
  private double[] original;
  private double[] field;

  /** Makes graph, field and room once. */
  @Setup
  public void prepare() {
    workers = Workers.of(threads);
    graph = Problem.graph(nodes, workers);
    relaxation = new Relaxation(graph, workers);
    original = Problem.field(nodes, workers);
    field = original.clone();
  }

  /** Stops the helping threads. */
  @TearDown
  public void stop() {
    workers.close();
  }

  /** Graph with neighbour lists from nothing. */
  @Benchmark
  public Graph buildGraph() {
    return Problem.graph(nodes, workers);
  }

  /** Tau. */
  @Benchmark
  public double quantile() {
    return MagnitudeQuantile.of(original, 0.9, workers);
  }

  /** Minimum, maximum, mean, variance, sum, zeros. */
  @Benchmark
  public FieldMoments moments() {
    return Moments.of(original, workers);
  }

  /** From the field to the end of the relaxation, tau included, and copying the field. */
  @Benchmark
  public Relaxed relax() {
    System.arraycopy(original, 0, field, 0, nodes);
    return relaxation.relax(field, ProbeParameters.PAPER);
  }

  /** N0 (and N1 but for a multiplication). */
  @Benchmark
  public double[] drawGaussian() {
    GaussianField.n0(7, 0).fill(field, workers);
    return field;
  }

  /** N2. */
  @Benchmark
  public double[] permute() {
    new FeistelPermutation(nodes, 7, 0).permute(original, field, workers);
    return field;
  }
}
