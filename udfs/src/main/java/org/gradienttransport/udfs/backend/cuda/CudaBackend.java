package org.gradienttransport.udfs.backend.cuda;

import java.util.List;
import org.gradienttransport.udfs.backend.Backend;
import org.gradienttransport.udfs.backend.BackendField;
import org.gradienttransport.udfs.backend.BackendUnavailableException;
import org.gradienttransport.udfs.backend.FieldCollector;
import org.gradienttransport.udfs.backend.HostFields;
import org.gradienttransport.udfs.backend.InsufficientMemoryException;
import org.gradienttransport.udfs.backend.StoredField;
import org.gradienttransport.udfs.backend.WidenedField;
import org.gradienttransport.udfs.graph.GraphKey;
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
    return open(options, Tuning.DEFAULT, 0.9);
  }

  /**
   * Opens the backend on a device where other code places fields too: most of a third of its memory
   * is left to that code.
   */
  public static CudaBackend openBesideOthers(CudaOptions options) {
    return open(options, Tuning.DEFAULT, 0.7);
  }

  static CudaBackend open(CudaOptions options, Tuning tuning) {
    return open(options, tuning, 0.9);
  }

  private static CudaBackend open(CudaOptions options, Tuning tuning, double share) {
    CudaDevice device = CudaDevice.open(CudaDriver.load(options.library()), options.device());
    long budget =
        options.memoryBytes() > 0
            ? options.memoryBytes()
            : (long) (device.availableBytes() * share);
    return new CudaBackend(device, new Residents(device, budget, options.lanes(), tuning));
  }

  /** Ten times the compute capability of a device; 0 when there is no driver or no such device. */
  public static int capability(CudaOptions options) {
    try {
      return CudaDevice.capability(CudaDriver.load(options.library()), options.device());
    } catch (BackendUnavailableException e) {
      return 0;
    }
  }

  @Override
  public String name() {
    return "cuda";
  }

  @Override
  public String device() {
    return device.description();
  }

  /** Address of its device, from 0. */
  public int address() {
    return device.ordinal();
  }

  @Override
  public List<ProbeResult> measure(
      double[] field, long nodes, ProbeParameters parameters, List<FieldVariant> variants) {
    return measure(field == null ? null : new WidenedField(field), nodes, parameters, variants);
  }

  @Override
  public List<ProbeResult> measure(
      BackendField field, ProbeParameters parameters, List<FieldVariant> variants) {
    return measure(field, field.entries(), parameters, variants);
  }

  /** The device widens and subtracts, so fields come as they are stored. */
  @Override
  public FieldCollector collector(long entries) {
    return new StoredField(entries);
  }

  /**
   * Relaxes a field in place that lies in this device's memory already, such as an INDArray's.
   *
   * @param address of its entries as doubles; nobody else uses them meanwhile
   * @return tau, the relaxation, and statistics of the field before and after
   * @throws InsufficientMemoryException when there is no room for graph and work beside it
   */
  public ProbeResult relaxInPlace(long address, long nodes, ProbeParameters parameters) {
    device.enter();
    Lane.Shape shape = new Lane.Shape(nodes, parameters.ceiling(), 0);
    try (Residents.Lease lease = residents.take(GraphKey.of(nodes, parameters), shape)) {
      DeviceMemory field = DeviceMemory.ofOthers(address, Double.BYTES * nodes);
      DeviceProbe probe = new DeviceProbe(lease.lane(), lease.graph(), parameters);
      return probe.relax(field, probe.surveyDrawn(field));
    }
  }

  private List<ProbeResult> measure(
      BackendField field, long nodes, ProbeParameters parameters, List<FieldVariant> variants) {
    HostFields.require(field, nodes, variants);
    device.enter();
    try (Residents.Lease lease =
        take(GraphKey.of(nodes, parameters), parameters.ceiling(), fields(field, variants))) {
      return new DeviceMeasurement(lease.lane(), lease.graph(), parameters, field)
          .measure(variants);
    }
  }

  /** Fields the device holds at once at best: a null beside the field it is drawn from. */
  private static int fields(BackendField field, List<FieldVariant> variants) {
    return field != null && HostFields.drawsNulls(variants) ? 2 : 1;
  }

  /** Room for both fields, or, where that is not to be had, for one of them at a time. */
  private Residents.Lease take(GraphKey key, int ceiling, int fields) {
    try {
      return residents.take(key, new Lane.Shape(key.nodes(), ceiling, fields));
    } catch (InsufficientMemoryException e) {
      if (fields == 1) {
        throw e;
      }
      return residents.take(key, new Lane.Shape(key.nodes(), ceiling, 1));
    }
  }

  /** On the host the page-locked staging, and a graph that is made there. */
  @Override
  public long workingBytes(GraphKey graph, List<FieldVariant> variants) {
    return STAGED_BYTES + DeviceGraph.hostBytesFor(graph);
  }

  /** Bytes of device memory of the cached graph; none on the host. */
  @Override
  public long graphBytes(GraphKey graph) {
    return DeviceGraph.bytesFor(graph);
  }

  /** Never: fields take turns on the device's lanes, and the host's threads stay free. */
  @Override
  public boolean usesHostThreads() {
    return false;
  }

  @Override
  public void close() {
    device.enter();
    residents.close();
    device.close();
  }
}
