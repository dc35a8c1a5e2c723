package org.gradienttransport.udfs.tensor;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Writers of the formats that {@link TensorFiles} reads. */
public final class TensorWriters {

  /** What a PyTorch file pickles. */
  public enum Pickled {
    /** A plain dictionary of names and tensors, as Pico-LM saves gradients. */
    DICTIONARY,
    /** An OrderedDict with the {@code _metadata} that {@code state_dict()} leaves on it. */
    STATE_DICT
  }

  private TensorWriters() {}

  /**
   * A PyTorch zip file as {@code torch.save} writes it: entries stored, data aligned to 64 bytes,
   * sizes and checksums behind the data.
   *
   * @param root directory inside the archive: the file's name without its extension
   * @param tensors floating or uint8 tensors, in the order of the dictionary
   */
  public static TensorWriter torch(
      OutputStream out, String root, Pickled pickled, List<TensorInfo> tensors) throws IOException {
    return new TorchWriter(out, root, pickled, tensors);
  }

  /** A safetensors file: tensors sorted by name, as its writers leave them for one element kind. */
  public static TensorWriter safetensors(OutputStream out, List<TensorInfo> tensors)
      throws IOException {
    return new SafetensorsWriter(out, tensors);
  }
}
