package org.gradienttransport.udfs.backend.cuda;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.udfs.backend.Backend;
import org.gradienttransport.udfs.backend.CpuBackend;
import org.gradienttransport.udfs.backend.FieldCollector;
import org.gradienttransport.udfs.graph.Graph;
import org.gradienttransport.udfs.nulls.GaussianField;
import org.gradienttransport.udfs.parallel.Workers;
import org.gradienttransport.udfs.probe.FieldVariant;
import org.gradienttransport.udfs.probe.ProbeParameters;
import org.gradienttransport.udfs.probe.ProbeResult;
import org.gradienttransport.udfs.tensor.DType;

/** The first half of {@link GpuCheck}: results against the processor's, to the last bit. */
final class ExactnessCheck {
  private static final int[] AWKWARD = {
    3, 4, 31, 32, 33, 255, 256, 257, 4095, 4096, 4097, 8191, 65_535, 65_537, 99_999, 262_143,
    262_145, 1_048_575, 1_048_577
  };

  /** Pico-LM's four sizes (METHOD section 5). */
  private static final int[] PUBLISHED = {589_824, 9_437_184, 37_748_736, 150_994_944};

  private static final List<FieldVariant> ALL =
      List.of(
          FieldVariant.real(),
          FieldVariant.nullOf(FieldKind.N0, 0, 1042L),
          FieldVariant.nullOf(FieldKind.N1, 0, 1042L),
          FieldVariant.nullOf(FieldKind.N2, 0, 1042L));

  private final GpuCheck.Request request;
  private final PrintStream out;
  private int checks;

  ExactnessCheck(GpuCheck.Request request, PrintStream out) {
    this.request = request;
    this.out = out;
  }

  void run() {
    golden();
    try (Backend cuda = CudaBackend.open(request.options());
        Backend cpu = CpuBackend.create(request.threads());
        Workers workers = Workers.of(request.threads())) {
      out.println("device: " + cuda.device());
      known(cuda);
      for (int nodes : upToLargest(AWKWARD)) {
        for (Shape shape : Shape.values()) {
          same(shape + " field of " + nodes, shape.field(nodes, workers), cuda, cpu);
        }
        for (DType dtype : List.of(DType.F16, DType.BF16, DType.F32)) {
          stored(dtype, nodes, workers, cuda, cpu);
        }
      }
      real(cuda, cpu);
      for (int nodes : upToLargest(PUBLISHED)) {
        same("published size " + nodes, Shape.HEAVY_TAILED.field(nodes, workers), cuda, cpu);
      }
    }
    out.printf(Locale.ROOT, "exact: %d comparisons with cpu, no bit differs%n", checks);
  }

  private int[] upToLargest(int[] sizes) {
    return Arrays.stream(sizes).filter(nodes -> nodes <= request.largest()).toArray();
  }

  /** Fields whose magnitudes, ties and zeros differ. */
  private enum Shape {
    GAUSSIAN(0),
    HEAVY_TAILED(1),
    HALF_PRECISION(2),
    MOSTLY_ZERO(3);

    private final int replicate;

    Shape(int replicate) {
      this.replicate = replicate;
    }

    double[] field(int nodes, Workers workers) {
      double[] field = new double[nodes];
      GaussianField.n0(7, replicate).fill(field, workers);
      int tasks = (nodes + 65_535) / 65_536;
      workers.run(
          tasks,
          task -> {
            int end = (int) Math.min((task + 1L) * 65_536, nodes);
            for (int i = task * 65_536; i < end; i++) {
              field[i] = shaped(field[i], i);
            }
          });
      return field;
    }

    private double shaped(double g, int i) {
      return switch (this) {
        case GAUSSIAN -> g;
        case HEAVY_TAILED -> g * g * g * 1e-3;
        case HALF_PRECISION -> Math.rint(g * 1024) / 1_048_576;
        case MOSTLY_ZERO -> i % 40 == 0 ? g : 0.0;
      };
    }
  }

  private void same(String what, double[] field, Backend cuda, Backend cpu) {
    if (field.length > request.largest()) {
      return;
    }
    long nodes = field.length;
    List<ProbeResult> measured = cuda.measure(field.clone(), nodes, ProbeParameters.PAPER, ALL);
    List<ProbeResult> expected = cpu.measure(field, nodes, ProbeParameters.PAPER, ALL);
    require(what, expected, measured);
  }

  /** A difference of two snapshots that the device widens and subtracts. */
  private void stored(DType dtype, int nodes, Workers workers, Backend cuda, Backend cpu) {
    byte[] later = elements(dtype, Shape.GAUSSIAN.field(nodes, workers));
    byte[] earlier = elements(dtype, Shape.HEAVY_TAILED.field(nodes, workers));
    List<List<ProbeResult>> results = new ArrayList<>();
    for (Backend backend : List.of(cpu, cuda)) {
      FieldCollector field = backend.collector(nodes);
      field.add(dtype, later, 0, nodes);
      field.subtract(dtype, earlier, 0, nodes);
      results.add(backend.measure(field, ProbeParameters.PAPER, ALL));
    }
    String what = "difference of " + dtype.torchName() + " snapshots of " + nodes;
    require(what, results.get(0), results.get(1));
  }

  /** Sixteen-bit types take the leading half of a float32's bits, kept finite. */
  private static byte[] elements(DType dtype, double[] values) {
    ByteBuffer raw =
        ByteBuffer.allocate(values.length * dtype.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      int bits = Float.floatToRawIntBits((float) value);
      switch (dtype) {
        case F32 -> raw.putInt(bits);
        case BF16 -> raw.putShort((short) (bits >>> 16));
        default -> raw.putShort((short) (bits >>> 16 & 0xBFFF));
      }
    }
    return raw.array();
  }

  private void require(String what, Object expected, Object measured) {
    if (!expected.equals(measured)) {
      throw new IllegalStateException(
          what + " differs:\n  cpu  " + expected + "\n  cuda " + measured);
    }
    checks++;
    if (checks % 20 == 0) {
      out.printf(Locale.ROOT, "exact: %d comparisons so far, last %s%n", checks, what);
    }
  }

  /** METHOD section 4's known answer. */
  private void known(Backend cuda) {
    ProbeResult result =
        cuda.measure(
                null,
                100_000,
                ProbeParameters.PAPER,
                List.of(FieldVariant.nullOf(FieldKind.N0, 0, 1042L)))
            .get(0);
    require(
        "the known answer of a Gaussian field",
        List.of(10000L, 2697L, 642L, 163L, 28L, 7L),
        Arrays.stream(result.activeCounts()).boxed().toList());
  }

  private void real(Backend cuda, Backend cpu) {
    if (request.fields() == null) {
      return;
    }
    try (Stream<Path> files = Files.list(request.fields())) {
      for (Path file : files.filter(path -> path.toString().endsWith(".f64")).sorted().toList()) {
        same(String.valueOf(file.getFileName()), read(file), cuda, cpu);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double[] read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    double[] field = new double[bytes.length / Double.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().get(field);
    return field;
  }

  /** METHOD section 1's golden cases. */
  private void golden() {
    CudaDevice device =
        CudaDevice.open(CudaDriver.load(request.options().library()), request.options().device());
    device.enter();
    try (device;
        Lane lane = new Lane(device)) {
      golden(
          device,
          lane,
          "path",
          Graph.ofEdges(3, new int[][] {{0, 1}, {1, 2}}),
          new double[] {4, 1, -2},
          0.5,
          List.of(8L, 6));
      golden(
          device,
          lane,
          "star",
          Graph.ofEdges(5, new int[][] {{0, 1}, {0, 2}, {0, 3}, {0, 4}}),
          new double[] {10, 1, -1, 2, -2},
          0.5,
          List.of(1161L, 500));
      golden(
          device,
          lane,
          "five nodes",
          Graph.ofEdges(5, new int[][] {{0, 1}, {0, 2}, {1, 2}, {1, 3}, {2, 4}}),
          new double[] {8, -1, 0.5, -3, 1},
          0.9,
          List.of(1L, 1));
    }
  }

  private void golden(
      CudaDevice device,
      Lane lane,
      String what,
      Graph graph,
      double[] field,
      double quantile,
      List<Object> expected) {
    ProbeParameters parameters = new ProbeParameters(0.3, quantile, 500, 2, 42L);
    lane.prepare(new Lane.Shape(field.length, parameters.ceiling(), 1));
    try (DeviceGraph onDevice = DeviceGraph.copy(device, lane.stream(), graph, Tuning.DEFAULT)) {
      DeviceMemory entries = lane.buffers().field();
      lane.staging().upload(field, entries, lane.stream());
      DeviceProbe probe = new DeviceProbe(lane, onDevice, parameters);
      ProbeResult result = probe.relax(entries, probe.survey(entries));
      require("golden case " + what, expected, List.of(result.size(), result.steps()));
    }
  }
}
