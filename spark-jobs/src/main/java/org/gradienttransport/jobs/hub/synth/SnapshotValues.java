package org.gradienttransport.jobs.hub.synth;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gradienttransport.udfs.tensor.DType;
import org.gradienttransport.udfs.tensor.TensorInfo;

/**
 * The stored entries of one scale's snapshots, as they are after rounding to the stored kind.
 *
 * <p>A gradient is what was drawn for its step. Checkpoints are a walk, so that their differences
 * are what was drawn, up to the rounding of what is stored: the first is Gaussian with standard
 * deviation 0.02, each later one the one before plus the draw of its step.
 */
final class SnapshotValues {
  /** Stream of the first checkpoint's entries; never a step. */
  private static final long INITIAL = -1;

  private final ValueSource drawn;
  private final ValueSource initial;
  private final DType dtype;
  private final long entries;
  private final List<Long> steps;
  private final boolean walk;
  private final Map<String, Long> firstEntry = new HashMap<>();
  private final double[][] blocks;
  private long block = -1;

  /**
   * @param field the field's tensors in canonical order
   * @param steps whose snapshots are wanted at once, ascending; for a walk all of them
   */
  SnapshotValues(
      ValueSource drawn,
      ValueSource initial,
      SynthSettings settings,
      List<TensorInfo> field,
      List<Long> steps) {
    this.drawn = drawn;
    this.initial = initial;
    this.dtype = settings.dtype();
    this.steps = steps;
    this.walk = settings.layout() == SynthLayout.PYTHIA;
    long at = 0;
    for (TensorInfo tensor : field) {
      firstEntry.put(tensor.name(), at);
      at += tensor.elements();
    }
    this.entries = at;
    this.blocks = new double[steps.size()][];
  }

  /** Whether a tensor is part of the field. */
  boolean holds(TensorInfo tensor) {
    return firstEntry.containsKey(tensor.name());
  }

  /**
   * Stored entries of every snapshot.
   *
   * @param from first entry wanted, counted inside the tensor
   * @return entries from there on to the end of their block or of the tensor
   */
  Stretch at(TensorInfo tensor, long from) {
    long index = firstEntry.get(tensor.name()) + from;
    prepare(index / ValueSource.BLOCK);
    int offset = (int) (index % ValueSource.BLOCK);
    int count = (int) Math.min(blocks[0].length - offset, tensor.elements() - from);
    return new Stretch(blocks, offset, count);
  }

  /** Stored entries of one stretch of the field, one block for each step. */
  @SuppressWarnings("ArrayRecordComponent") // looked at once, never compared
  record Stretch(double[][] blocks, int offset, int count) {}

  private void prepare(long wanted) {
    if (block == wanted) {
      return;
    }
    int length = (int) Math.min(ValueSource.BLOCK, entries - wanted * ValueSource.BLOCK);
    byte[] raw = new byte[length * dtype.bytes()];
    double[] before = null;
    for (int i = 0; i < blocks.length; i++) {
      double[] values = new double[length];
      if (walk && i == 0) {
        initial.fill(entries, INITIAL, wanted, values);
      } else {
        drawn.fill(entries, steps.get(i), wanted, values);
      }
      for (int k = 0; walk && i > 0 && k < length; k++) {
        values[k] = before[k] + values[k];
      }
      dtype.narrow(values, 0, length, raw, 0);
      dtype.widen(raw, 0, length, values, 0);
      blocks[i] = values;
      before = values;
    }
    block = wanted;
  }
}
