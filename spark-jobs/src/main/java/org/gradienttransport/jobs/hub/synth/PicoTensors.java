package org.gradienttransport.jobs.hub.synth;

import java.util.ArrayList;
import java.util.List;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.udfs.tensor.DType;
import org.gradienttransport.udfs.tensor.TensorInfo;

/** The 36 analysed matrices of a Pico-LM decoder of width d: N = 64 d^2 entries. */
final class PicoTensors {
  static final int BLOCKS = 12;
  private static final String PREFIX = "_forward_module.layers.";

  /** Entries of one block in units of d^2 / 3: v_proj 1, o_proj 3, w_2 12. */
  private static final int PARTS_OF_BLOCK = 16;

  private PicoTensors() {}

  static List<TensorInfo> of(long entries, DType dtype) {
    long width = Math.round(Math.sqrt(entries / 64.0));
    return 64 * width * width == entries && width % 3 == 0
        ? shaped(width, dtype)
        : flat(entries, dtype);
  }

  private static List<TensorInfo> shaped(long width, DType dtype) {
    List<TensorInfo> tensors = new ArrayList<>();
    for (int block = 0; block < BLOCKS; block++) {
      tensors.add(named(block, "attention.v_proj", dtype, width / 3, width));
      tensors.add(named(block, "attention.o_proj", dtype, width, width));
      tensors.add(named(block, "swiglu.w_2", dtype, width, 4 * width));
    }
    return tensors;
  }

  /** Vectors of nearly the true proportions; the last one takes what is over. */
  private static List<TensorInfo> flat(long entries, DType dtype) {
    if (entries < BLOCKS * PARTS_OF_BLOCK) {
      throw JobException.usage(
          "A Pico-LM field has at least %d entries, got %d."
              .formatted(BLOCKS * PARTS_OF_BLOCK, entries));
    }
    List<TensorInfo> tensors = new ArrayList<>();
    long left = entries;
    for (int block = 0; block < BLOCKS; block++) {
      long part = left / (BLOCKS - block) / PARTS_OF_BLOCK;
      long rest = left / (BLOCKS - block) - 4 * part;
      tensors.add(named(block, "attention.v_proj", dtype, part));
      tensors.add(named(block, "attention.o_proj", dtype, 3 * part));
      tensors.add(named(block, "swiglu.w_2", dtype, rest));
      left -= 4 * part + rest;
    }
    return tensors;
  }

  private static TensorInfo named(int block, String part, DType dtype, long... shape) {
    return SynthLayout.tensor(PREFIX + block + "." + part, dtype, shape);
  }
}
