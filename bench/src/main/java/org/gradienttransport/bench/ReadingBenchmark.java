package org.gradienttransport.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.gradienttransport.udfs.parallel.Workers;
import org.gradienttransport.udfs.tensor.DType;
import org.gradienttransport.udfs.tensor.FileSource;
import org.gradienttransport.udfs.tensor.TensorFile;
import org.gradienttransport.udfs.tensor.TensorFiles;
import org.gradienttransport.udfs.tensor.TensorInfo;
import org.gradienttransport.udfs.tensor.TensorWriter;
import org.gradienttransport.udfs.tensor.TensorWriters;
import org.gradienttransport.udfs.tensor.TensorWriters.Pickled;
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

/** From a local file, in the page cache, to a field of doubles: each format and element kind. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 50)
@Measurement(iterations = 15)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xms1g", "-Xmx1g", "-XX:+UseParallelGC"})
public class ReadingBenchmark {
  private static final int TENSORS = 36;

  /** N: Pico-LM's two smaller scales. */
  @Param({"589824", "9437184"})
  public int nodes;

  /** Container. */
  @Param({"torch", "safetensors"})
  public String format;

  /** Element kind as stored. */
  @Param({"F16", "BF16", "F32", "F64"})
  public String dtype;

  private Path file;
  private double[] field;
  private int at;

  /** Writes the file once. */
  @Setup
  public void write() throws IOException {
    DType kind = DType.valueOf(dtype);
    field = Problem.field(nodes, Workers.of(1));
    byte[] raw = new byte[nodes * kind.bytes()];
    kind.narrow(field, 0, nodes, raw, 0);
    TensorInfo part = new TensorInfo("", kind, List.of((long) nodes / TENSORS), "");
    List<TensorInfo> tensors =
        java.util.stream.IntStream.range(0, TENSORS)
            .mapToObj(i -> new TensorInfo("layers." + i, kind, part.shape(), ""))
            .toList();
    file = Files.createTempFile("reading", "." + format);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
        TensorWriter writer =
            format.equals("torch")
                ? TensorWriters.torch(out, "archive", Pickled.DICTIONARY, tensors)
                : TensorWriters.safetensors(out, tensors)) {
      writer.write(raw, 0, raw.length);
    }
  }

  /** Removes it. */
  @TearDown
  public void delete() throws IOException {
    Files.delete(file);
  }

  /** A gradient: every tensor widened. */
  @Benchmark
  public double[] read() throws IOException {
    return each(DType::widen);
  }

  /** The second half of a difference: every tensor widened and subtracted. */
  @Benchmark
  public double[] subtract() throws IOException {
    return each(DType::subtract);
  }

  private double[] each(Conversion conversion) throws IOException {
    at = 0;
    try (TensorFile open = TensorFiles.open(FileSource.open(file))) {
      for (TensorInfo tensor : open.tensors()) {
        open.stream(
            tensor,
            (kind, raw, from, count) -> {
              conversion.convert(kind, raw, from, count, field, at);
              at += count;
            });
      }
    }
    return field;
  }

  private interface Conversion {
    void convert(DType kind, byte[] raw, int from, int count, double[] field, int at);
  }
}
