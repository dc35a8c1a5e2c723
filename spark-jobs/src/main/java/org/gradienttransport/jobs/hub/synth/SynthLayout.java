package org.gradienttransport.jobs.hub.synth;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradienttransport.udfs.tensor.DType;
import org.gradienttransport.udfs.tensor.TensorInfo;

/** Whose files a generated family imitates. */
public enum SynthLayout {
  /** Raw gradients: 36 matrices of 12 blocks. */
  PICO_LM,
  /** Checkpoints: all parameters of a GPT-NeoX decoder, and its buffers. */
  PYTHIA;

  /**
   * The field's tensors, in canonical order, of N entries together: of the true shapes where N
   * allows, of flat ones otherwise.
   */
  List<TensorInfo> field(long entries, DType dtype) {
    return this == PICO_LM
        ? PicoTensors.of(entries, dtype)
        : NeoXTensors.parameters(entries, dtype);
  }

  /**
   * All tensors in the order of the model's dictionary: those of the field, and buffers, which a
   * reader must leave out.
   */
  List<TensorInfo> all(long entries, DType dtype) {
    List<TensorInfo> all = new ArrayList<>(field(entries, dtype));
    all.addAll(this == PICO_LM ? List.of() : NeoXTensors.buffers(dtype));
    return all;
  }

  static TensorInfo tensor(String name, DType dtype, long... shape) {
    return new TensorInfo(name, dtype, Arrays.stream(shape).boxed().toList(), name);
  }
}
