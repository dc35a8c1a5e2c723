package org.gradienttransport.jobs.synth;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradienttransport.udfs.tensor.DType;
import org.gradienttransport.udfs.tensor.TensorInfo;

/** Whose files a generated family imitates. */
public enum SynthLayout {
  /** Raw gradients: 36 matrices of 12 blocks. */
  PICO_LM("pico-lm") {
    @Override
    List<TensorInfo> field(long entries, DType dtype) {
      return PicoTensors.of(entries, dtype);
    }

    @Override
    List<TensorInfo> buffers(DType dtype) {
      return List.of();
    }
  },
  /** Checkpoints: all parameters of a GPT-NeoX decoder, and its buffers. */
  PYTHIA("pythia") {
    @Override
    List<TensorInfo> field(long entries, DType dtype) {
      return NeoXTensors.parameters(entries, dtype);
    }

    @Override
    List<TensorInfo> buffers(DType dtype) {
      return NeoXTensors.buffers(dtype);
    }
  };

  private final String label;

  SynthLayout(String label) {
    this.label = label;
  }

  /** The name on the command line. */
  public String label() {
    return label;
  }

  /**
   * The field's tensors, in canonical order, of N entries together: of the true shapes where N
   * allows, of flat ones otherwise.
   */
  abstract List<TensorInfo> field(long entries, DType dtype);

  /** Tensors beside the field, which a reader must leave out. */
  abstract List<TensorInfo> buffers(DType dtype);

  /** All tensors in the order of the model's dictionary. */
  List<TensorInfo> all(long entries, DType dtype) {
    List<TensorInfo> all = new ArrayList<>(field(entries, dtype));
    all.addAll(buffers(dtype));
    return all;
  }

  static TensorInfo tensor(String name, DType dtype, long... shape) {
    return new TensorInfo(name, dtype, Arrays.stream(shape).boxed().toList(), name);
  }
}
