package org.gradienttransport.udfs.tensor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Puts a tensor that is not contiguous (transposed, sliced, expanded) in row-major order.
 *
 * <p>The tensor is cut into boxes that are consecutive in row-major order and fit a window. Each
 * box is filled walking the storage upwards, so that a transposed matrix is read in runs instead of
 * element by element. Memory: one window, at most {@link Limits#GATHER_WINDOW}, and one block.
 */
final class StridedGather {
  private static final int LARGEST_BLOCK = 64 << 10;
  private static final int SMALLEST_BLOCK = 256;

  /** Reading on over a gap is cheaper than a new read until the gap is this many runs long. */
  private static final int WORTHWHILE_GAP = 4;

  private final SeekableSource source;
  private final StorageSpan storage;
  private final DType dtype;
  private final int width;
  private final long[] shape;
  private final long[] strides;
  private final long offset;
  private byte[] block = new byte[0];
  private long blockStart;
  private int blockLength;

  /** One dimension of a box: how far one step goes in the storage and in the box, in elements. */
  private record Axis(long extent, long storageStep, int boxStep) {}

  StridedGather(SeekableSource source, StorageSpan storage, DType dtype, StridedLayout layout) {
    this.source = source;
    this.storage = storage;
    this.dtype = dtype;
    this.width = dtype.bytes();
    this.shape = layout.shape().stream().mapToLong(Long::longValue).toArray();
    this.strides = layout.strides().stream().mapToLong(Long::longValue).toArray();
    this.offset = layout.offset();
  }

  void stream(int chunkBytes, ChunkConsumer consumer) throws IOException {
    long elements = 1;
    for (long extent : shape) {
      elements *= extent;
    }
    if (elements == 0) {
      return;
    }
    long most = Limits.GATHER_WINDOW / width;
    int cut = 0;
    long inner = elements / shape[0];
    while (inner > most) {
      cut++;
      inner /= shape[cut];
    }
    long rows = Math.min(shape[cut], most / inner);
    byte[] window = new byte[(int) (rows * inner * width)];
    long[] index = new long[cut];
    do {
      long base = offset;
      for (int d = 0; d < cut; d++) {
        base += index[d] * strides[d];
      }
      for (long row = 0; row < shape[cut]; row += rows) {
        long extent = Math.min(rows, shape[cut] - row);
        fill(window, base + row * strides[cut], axes(cut, extent));
        deliver(window, (int) (extent * inner), chunkBytes / width, consumer);
      }
    } while (advance(index));
  }

  /** Next index in row-major order; false after the last. */
  private boolean advance(long[] index) {
    for (int d = index.length - 1; d >= 0; d--) {
      if (++index[d] < shape[d]) {
        return true;
      }
      index[d] = 0;
    }
    return false;
  }

  /** Axes of a box, the one with the smallest step in the storage last. */
  private List<Axis> axes(int cut, long extent) {
    List<Axis> axes = new ArrayList<>();
    int boxStep = 1;
    for (int d = shape.length - 1; d >= cut; d--) {
      long size = d == cut ? extent : shape[d];
      if (size > 1) {
        axes.add(new Axis(size, strides[d], boxStep));
      }
      boxStep = (int) (boxStep * size);
    }
    if (axes.isEmpty()) {
      axes.add(new Axis(1, 1, 1));
    }
    axes.sort(Comparator.comparingLong(Axis::storageStep).reversed());
    return axes;
  }

  private void fill(byte[] window, long base, List<Axis> axes) throws IOException {
    chooseBlock(axes);
    Axis run = axes.get(axes.size() - 1);
    int outer = axes.size() - 1;
    long[] index = new long[outer];
    long from = base;
    int to = 0;
    while (true) {
      copy(window, from, to, run);
      int d = outer - 1;
      while (d >= 0 && ++index[d] == axes.get(d).extent()) {
        index[d] = 0;
        from -= (axes.get(d).extent() - 1) * axes.get(d).storageStep();
        to -= (int) (axes.get(d).extent() - 1) * axes.get(d).boxStep();
        d--;
      }
      if (d < 0) {
        return;
      }
      from += axes.get(d).storageStep();
      to += axes.get(d).boxStep();
    }
  }

  /** A large block where runs are near each other, one just for the run where they are far. */
  private void chooseBlock(List<Axis> axes) {
    Axis run = axes.get(axes.size() - 1);
    long step = run.storageStep() * width;
    long runBytes = (run.extent() - 1) * step + width;
    long gap = axes.size() > 1 ? axes.get(axes.size() - 2).storageStep() * width : 0;
    long wanted = LARGEST_BLOCK;
    if (step > SMALLEST_BLOCK * (long) WORTHWHILE_GAP) {
      wanted = SMALLEST_BLOCK;
    } else if (gap > WORTHWHILE_GAP * runBytes) {
      wanted = Math.min(LARGEST_BLOCK, Math.max(SMALLEST_BLOCK, runBytes));
    }
    if (block.length != wanted) {
      block = new byte[(int) wanted];
    }
    blockLength = 0;
  }

  private void copy(byte[] window, long from, int to, Axis run) throws IOException {
    long position = from * width;
    long step = run.storageStep() * width;
    int out = to * width;
    int outStep = run.boxStep() * width;
    for (long i = 0; i < run.extent(); i++) {
      int at = locate(position);
      for (int b = 0; b < width; b++) {
        window[out + b] = block[at + b];
      }
      position += step;
      out += outStep;
    }
  }

  /** Index in the block of the element at a byte of the storage; reads a new block if needed. */
  private int locate(long position) throws IOException {
    if (position < blockStart || position + width > blockStart + blockLength) {
      blockLength = (int) Math.min(block.length, storage.bytes() - position);
      blockStart = position;
      source.readFully(storage.start() + position, block, 0, blockLength);
    }
    return (int) (position - blockStart);
  }

  private void deliver(byte[] window, int elements, int chunk, ChunkConsumer consumer)
      throws IOException {
    ElementReader.toLittleEndian(storage.order(), window, elements, width);
    for (int done = 0; done < elements; done += chunk) {
      consumer.accept(dtype, window, done * width, Math.min(chunk, elements - done));
    }
  }
}
