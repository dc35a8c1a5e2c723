package org.gradienttransport.udfs.backend.cuda;

import java.util.Arrays;
import java.util.List;
import org.gradienttransport.udfs.backend.Backend;
import org.gradienttransport.udfs.backend.BackendUnavailableException;
import org.gradienttransport.udfs.graph.Graph;
import org.gradienttransport.udfs.graph.GraphKey;
import org.gradienttransport.udfs.probe.FieldKind;
import org.gradienttransport.udfs.probe.FieldVariant;
import org.gradienttransport.udfs.probe.ProbeParameters;
import org.gradienttransport.udfs.probe.ProbeResult;

/**
 * Measures fields on an NVIDIA GPU, compute capability 7.5 or newer. One instance serves all
 * threads of a process that use the device; its lanes are the permits.
 */
public final class CudaBackend implements Backend {
  private static final int STAGED_BYTES = 1 << 25;

  private final CudaDevice device;
  private final Residents residents;

  private CudaBackend(CudaDevice device, Residents residents) {
    this.device = device;
    this.residents = residents;
  }

  /**
   * Opens a device.
   *
   * @throws BackendUnavailableException when the driver or the device is not there, or too old
   */
  public static CudaBackend open(CudaOptions options) {
    return open(options, Tuning.DEFAULT);
  }

  static CudaBackend open(CudaOptions options, Tuning tuning) {
    CudaDevice device = CudaDevice.open(CudaDriver.load(options.library()), options.device());
    long budget =
        options.memoryBytes() > 0 ? options.memoryBytes() : device.availableBytes() / 10 * 9;
    return new CudaBackend(device, new Residents(device, budget, options.lanes(), tuning));
  }

  @Override
  public String name() {
    return "cuda";
  }

  @Override
  public String device() {
    return device.description();
  }

  @Override
  public List<ProbeResult> measure(
      double[] field, long nodes, ProbeParameters parameters, List<FieldVariant> variants) {
    requireField(field, nodes, variants);
    device.enter();
    try (Residents.Lease lease =
        residents.take(GraphKey.of(nodes, parameters), parameters.ceiling())) {
      return new DeviceMeasurement(lease.lane(), lease.graph(), parameters)
          .measure(field, variants);
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

  /** On the host only the page-locked staging. */
  @Override
  public long workingBytes(long nodes, List<FieldVariant> variants) {
    return STAGED_BYTES;
  }

  /** On the device; none on the host. */
  @Override
  public long graphBytes(long nodes) {
    return DeviceGraph.bytesFor(nodes);
  }

  /** Bytes of device memory one field of this size takes, its graph included. */
  public static long deviceBytes(long nodes, ProbeParameters parameters) {
    return DeviceGraph.peakBytesFor(nodes) + Lane.bytesFor(nodes, parameters.ceiling());
  }

  @Override
  public void close() {
    device.enter();
    residents.close();
    device.close();
  }

  /** One field on one lane: the nulls first, as the real field ends overwritten. */
  private static final class DeviceMeasurement {
    private final Lane lane;
    private final Lane.Buffers buffers;
    private final DeviceProbe probe;
    private final DeviceNulls nulls;

    DeviceMeasurement(Lane lane, DeviceGraph graph, ProbeParameters parameters) {
      this.lane = lane;
      this.buffers = lane.buffers();
      this.probe = new DeviceProbe(lane, graph, parameters);
      this.nulls = new DeviceNulls(lane);
    }

    List<ProbeResult> measure(double[] field, List<FieldVariant> variants) {
      DeviceProbe.Surveyed real = null;
      if (field != null) {
        lane.staging().upload(field, buffers.field(), lane.stream());
        real = probe.survey(buffers.field());
      }
      ProbeResult[] results = new ProbeResult[variants.size()];
      boolean replaced = false;
      for (int i = 0; i < results.length; i++) {
        if (variants.get(i).kind() != FieldKind.REAL) {
          results[i] = drawn(variants.get(i), real);
          replaced = true;
        }
      }
      if (variants.stream().anyMatch(variant -> variant.kind() == FieldKind.REAL)) {
        if (replaced) {
          // The nulls' active sets took the place of the field's.
          probe.threshold(buffers.field(), real.tau(), real.moments().mean());
        }
        ProbeResult relaxed = probe.relax(buffers.field(), real);
        for (int i = 0; i < results.length; i++) {
          results[i] = results[i] == null ? relaxed : results[i];
        }
      }
      return List.copyOf(Arrays.asList(results));
    }

    private ProbeResult drawn(FieldVariant variant, DeviceProbe.Surveyed real) {
      nulls.draw(variant, real == null ? null : real.moments());
      return probe.relax(buffers.drawn(), probe.surveyDrawn(buffers.drawn()));
    }
  }
}
