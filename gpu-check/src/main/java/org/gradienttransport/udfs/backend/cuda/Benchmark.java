package org.gradienttransport.udfs.backend.cuda;

import com.sun.jna.Pointer;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.udfs.backend.Backend;
import org.gradienttransport.udfs.backend.CpuBackend;
import org.gradienttransport.udfs.nulls.GaussianField;
import org.gradienttransport.udfs.parallel.Workers;
import org.gradienttransport.udfs.probe.FieldVariant;
import org.gradienttransport.udfs.probe.ProbeParameters;

/**
 * The second half of {@link GpuCheck}: times, each beside its floor. A floor is the time the bytes
 * that must be moved take at the copy bandwidth measured on the same device, bytes read and bytes
 * written counted.
 */
final class Benchmark {
  private static final long[] SIZES = {589_824, 9_437_184, 37_748_736, 150_994_944};
  private static final ProbeParameters PAPER = ProbeParameters.PAPER;
  private static final FieldVariant N0 = FieldVariant.nullOf(FieldKind.N0, 0, 1042L);

  /** Field read and written once, graph read once, per node. */
  private static final long RELAXATION_BYTES = 8 + 8 + 20;

  private static final List<FieldVariant> UNIT =
      List.of(
          FieldVariant.real(),
          N0,
          FieldVariant.nullOf(FieldKind.N1, 0, 1042L),
          FieldVariant.nullOf(FieldKind.N2, 0, 1042L));

  private final GpuCheck.Request request;
  private final PrintStream out;
  private double bytesPerSecond;

  Benchmark(GpuCheck.Request request, PrintStream out) {
    this.request = request;
    this.out = out;
  }

  private interface Timed {
    void run();
  }

  /** Seconds a task takes: the median, after one that does not count. */
  private double seconds(Timed before, Timed task) {
    double[] seconds = new double[request.repeats()];
    for (int i = -1; i < seconds.length; i++) {
      before.run();
      long start = System.nanoTime();
      task.run();
      if (i >= 0) {
        seconds[i] = (System.nanoTime() - start) * 1e-9;
      }
    }
    Arrays.sort(seconds);
    return seconds[seconds.length / 2];
  }

  private double seconds(Timed task) {
    return seconds(() -> {}, task);
  }

  void run() {
    CudaDevice device =
        CudaDevice.open(CudaDriver.load(request.options().library()), request.options().device());
    device.enter();
    try (device;
        Lane lane = new Lane(device)) {
      copyBandwidth(device, lane);
      for (long nodes : sizes()) {
        onDevice(device, lane, nodes);
      }
    }
    for (long nodes : sizes()) {
      units((int) nodes);
    }
  }

  /** The published sizes up to the largest asked for; that one, where it is below them all. */
  private long[] sizes() {
    long[] sizes = Arrays.stream(SIZES).filter(nodes -> nodes <= request.largest()).toArray();
    return sizes.length > 0 ? sizes : new long[] {request.largest()};
  }

  private void copyBandwidth(CudaDevice device, Lane lane) {
    long bytes = Math.min(1L << 32, Math.max(1L << 20, 8 * request.largest()));
    try (DeviceMemory from = device.allocate(bytes);
        DeviceMemory to = device.allocate(bytes)) {
      lane.stream().fill(from, 1);
      double once =
          seconds(
              () -> {
                for (int i = 0; i < 10; i++) {
                  lane.stream().copy(to, from);
                }
                lane.stream().await();
              });
      bytesPerSecond = 20 * bytes / once;
      out.printf(
          Locale.ROOT,
          "bench: copy on the device moves %.0f GB/s, read and written bytes counted%n",
          bytesPerSecond / 1e9);
    }
  }

  private void onDevice(CudaDevice device, Lane lane, long nodes) {
    lane.prepare(new Lane.Shape(nodes, PAPER.ceiling(), 2));
    DeviceMemory field = lane.buffers().drawn();
    DeviceNulls nulls = new DeviceNulls(lane);
    double build =
        seconds(
            () ->
                DeviceGraph.build(device, lane.stream(), lane.staging(), nodes, 42L, Tuning.DEFAULT)
                    .close());
    try (DeviceGraph graph =
        DeviceGraph.build(device, lane.stream(), lane.staging(), nodes, 42L, Tuning.DEFAULT)) {
      DeviceProbe probe = new DeviceProbe(lane, graph, PAPER);
      line("graph", nodes, build, 28 * nodes);
      line(
          "draw N0",
          nodes,
          seconds(
              () -> {
                nulls.draw(N0, null, null, field);
                lane.stream().await();
              }),
          8 * nodes);
      line(
          "moments, quantile, active set",
          nodes,
          seconds(
              () -> {
                probe.surveyDrawn(field);
                lane.stream().await();
              }),
          8 * nodes);
      DeviceProbe.Surveyed[] surveyed = new DeviceProbe.Surveyed[1];
      double relaxation =
          seconds(
              () -> {
                nulls.draw(N0, null, null, field);
                surveyed[0] = probe.surveyDrawn(field);
                lane.stream().await();
              },
              () -> probe.relax(field, surveyed[0]));
      line("relaxation", nodes, relaxation, RELAXATION_BYTES * nodes);
      writeEdges(lane, graph);
    }
    lane.release();
  }

  private void line(String what, long nodes, double seconds, long bytes) {
    double floor = bytes / bytesPerSecond;
    out.printf(
        Locale.ROOT,
        "bench: N %d %s: %.3f ms, floor %.3f ms (%.1f GB), %.1f times%n",
        nodes,
        what,
        1e3 * seconds,
        1e3 * floor,
        bytes * 1e-9,
        seconds / floor);
  }

  /** Lower neighbours of all nodes, two 32-bit numbers each, of the largest graph measured. */
  private void writeEdges(Lane lane, DeviceGraph graph) {
    if (request.edges() == null) {
      return;
    }
    try (FileChannel file =
        FileChannel.open(
            request.edges(),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      long chunk = 1 << 20;
      for (long done = 0; done < graph.nodes(); done += chunk) {
        int part = (int) Math.min(chunk, graph.nodes() - done);
        Pointer read = lane.staging().raw(graph.lower(), done, part, lane.stream());
        file.write(read.getByteBuffer(0, 8L * part));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Field on the host to four results, on both backends. */
  private void units(int nodes) {
    double[] field = new double[nodes];
    try (Workers workers = Workers.of(request.threads())) {
      GaussianField.n1(3, 0).fill(field, 1e-3, 0.5, workers);
    }
    try (Backend cuda = CudaBackend.open(request.options());
        Backend cpu = CpuBackend.create(2)) {
      double onDevice = seconds(() -> cuda.measure(field, nodes, PAPER, UNIT));
      double onHost = once(cpu, field);
      out.printf(
          Locale.ROOT,
          "bench: N %d whole unit, three nulls included: cuda %.1f ms, cpu on 2 threads %.1f ms,"
              + " %.1f times; floor of four relaxations %.1f ms%n",
          nodes,
          1e3 * onDevice,
          1e3 * onHost,
          onHost / onDevice,
          4e3 * RELAXATION_BYTES * nodes / bytesPerSecond);
    }
  }

  /** The graph is made first, as on the device; the field is given up. */
  private static double once(Backend cpu, double[] field) {
    cpu.measure(null, field.length, PAPER, List.of(N0));
    long start = System.nanoTime();
    cpu.measure(field, field.length, PAPER, UNIT);
    return (System.nanoTime() - start) * 1e-9;
  }
}
