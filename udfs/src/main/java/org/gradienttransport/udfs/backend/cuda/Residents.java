package org.gradienttransport.udfs.backend.cuda;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.gradienttransport.udfs.backend.InsufficientMemoryException;
import org.gradienttransport.udfs.graph.GraphKey;

/**
 * What lives in a device's memory: graphs, kept from field to field, and lanes. Admits a field when
 * everything it needs fits the budget: first idle graphs and buffers make room, then it waits for
 * other fields to end, and only a field that does not fit alone is refused.
 */
final class Residents implements AutoCloseable {
  private final CudaDevice device;
  private final long budget;
  private final int mostLanes;
  private final Tuning tuning;
  private final List<Resident> graphs = new ArrayList<>(); // least recently used first
  private final List<Lane> idle = new ArrayList<>();
  private final List<Lane> busy = new ArrayList<>();

  Residents(CudaDevice device, long budget, int mostLanes, Tuning tuning) {
    this.device = device;
    this.budget = budget;
    this.mostLanes = mostLanes;
    this.tuning = tuning;
  }

  private static final class Resident {
    private final GraphKey key;
    private final DeviceGraph graph;
    private int users;

    Resident(GraphKey key, DeviceGraph graph) {
      this.key = key;
      this.graph = graph;
    }
  }

  /** A lane with buffers and a graph of one size, for one field; closed when it is measured. */
  final class Lease implements AutoCloseable {
    private final Lane lane;
    private final Resident resident;

    private Lease(Lane lane, Resident resident) {
      this.lane = lane;
      this.resident = resident;
    }

    Lane lane() {
      return lane;
    }

    DeviceGraph graph() {
      return resident.graph;
    }

    @Override
    public void close() {
      giveBack(this);
    }
  }

  /**
   * Waits until a field of this size can be measured.
   *
   * @throws InsufficientMemoryException when it does not fit even alone
   */
  Lease take(GraphKey key, Lane.Shape shape) {
    try {
      return waitFor(key, shape);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the device", e);
    }
  }

  private synchronized Lease waitFor(GraphKey key, Lane.Shape shape) throws InterruptedException {
    while (true) {
      Lease lease = busy.size() < mostLanes ? attempt(key, shape) : null;
      if (lease != null) {
        return lease;
      }
      if (busy.isEmpty()) {
        throw new InsufficientMemoryException(
            ("a field of %s entries needs %s bytes of device memory for graph and work, of"
                    + " which %s may be taken")
                .formatted(key.nodes(), DeviceGraph.peakBytesFor(key) + shape.bytes(), budget),
            null);
      }
      wait();
    }
  }

  /** A lease, or null when the memory for it is not there now; releases whatever is idle. */
  private Lease attempt(GraphKey key, Lane.Shape shape) {
    Resident resident = find(key);
    Lane lane = idleLane(shape);
    long missing = missing(key, shape, resident, lane);
    while (heldBytes() + missing > budget) {
      if (!releaseOne(resident, lane)) {
        return null;
      }
    }
    while (true) {
      try {
        return admit(key, shape);
      } catch (DeviceMemoryException e) {
        // The budget was wrong: others use the device too.
        if (!releaseOne(find(key), idleLane(shape))) {
          return null;
        }
      }
    }
  }

  private long missing(GraphKey key, Lane.Shape shape, Resident resident, Lane lane) {
    boolean buffers = lane != null && lane.fits(shape);
    long replaced = lane == null || buffers ? 0 : lane.heldBytes();
    return (resident == null ? DeviceGraph.peakBytesFor(key) : 0)
        + (buffers ? 0 : shape.bytes())
        - replaced;
  }

  private Lease admit(GraphKey key, Lane.Shape shape) {
    Lane lane = idleLane(shape);
    if (lane == null) {
      lane = new Lane(device);
      idle.add(lane);
    }
    if (!lane.fits(shape)) {
      lane.release(); // makes room for the graph
    }
    Resident resident = find(key);
    if (resident == null) {
      resident =
          new Resident(key, DeviceGraph.of(device, lane.stream(), lane.staging(), key, tuning));
      graphs.add(resident);
    }
    lane.prepare(shape);
    graphs.remove(resident);
    graphs.add(resident);
    resident.users++;
    idle.remove(lane);
    busy.add(lane);
    return new Lease(lane, resident);
  }

  private Resident find(GraphKey key) {
    for (Resident resident : graphs) {
      if (resident.key.equals(key)) {
        return resident;
      }
    }
    return null;
  }

  /** An idle lane, best one whose buffers fit already; null if there is none. */
  private Lane idleLane(Lane.Shape shape) {
    for (Lane lane : idle) {
      if (lane.fits(shape)) {
        return lane;
      }
    }
    return idle.isEmpty() ? null : idle.get(0);
  }

  private long heldBytes() {
    long held = 0;
    for (Resident resident : graphs) {
      held += DeviceGraph.bytesFor(resident.key);
    }
    for (Lane lane : idle) {
      held += lane.heldBytes();
    }
    for (Lane lane : busy) {
      held += lane.heldBytes();
    }
    return held;
  }

  /** Releases an idle lane's buffers or an idle graph, other than those about to be used. */
  private boolean releaseOne(Resident needed, Lane chosen) {
    for (Lane lane : idle) {
      if (lane != chosen && lane.heldBytes() > 0) {
        lane.release();
        return true;
      }
    }
    Iterator<Resident> all = graphs.iterator();
    while (all.hasNext()) {
      Resident resident = all.next();
      if (resident.users == 0 && resident != needed) {
        all.remove();
        resident.graph.close();
        return true;
      }
    }
    return false;
  }

  private synchronized void giveBack(Lease lease) {
    lease.resident.users--;
    busy.remove(lease.lane);
    idle.add(0, lease.lane);
    notifyAll();
  }

  @Override
  public synchronized void close() {
    if (!busy.isEmpty()) {
      throw new IllegalStateException(busy.size() + " fields are still being measured");
    }
    graphs.forEach(resident -> resident.graph.close());
    graphs.clear();
    idle.forEach(Lane::close);
    idle.clear();
  }
}
