package org.gradienttransport.udfs.tensor;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An open tensor file. All of its structure has been checked when it is opened; tensor data are
 * read when streamed. One thread at a time; closing it closes its source.
 */
public interface TensorFile extends Closeable {

  /** What messages call this file. */
  String name();

  /** All tensors, in the order in which the file names them. */
  List<TensorInfo> tensors();

  /**
   * Tensors that the file holds and that are not read, by name, with their kind: a dtype such as
   * F8_E4M3, or what a PyTorch file calls them. They cost nothing unless somebody wants them.
   */
  default Map<String, String> unreadable() {
    return Map.of();
  }

  /**
   * Names of tensors that are another name for a tensor before them, with that one's: their
   * elements lie in the same place, as PyTorch saves tied weights.
   */
  default Map<String, String> tied() {
    return Map.of();
  }

  /** The tensor of that name, if there is one. */
  Optional<TensorInfo> find(String tensorName);

  /**
   * The tensor of that name.
   *
   * @throws TensorFormatException if there is none
   */
  default TensorInfo tensor(String tensorName) throws TensorFormatException {
    return find(tensorName)
        .orElseThrow(
            () ->
                new FilePlace(name(), "tensor " + FilePlace.quote(tensorName))
                    .refuse(
                        "there is no such tensor among the " + tensors().size() + " of the file",
                        "compare the family's tensor names with those in the file"));
  }

  /**
   * Takes note of the tensors that will be streamed next, in this order, for sources that pay for
   * every request. What is streamed is the same with and without it.
   *
   * @throws TensorFormatException if there is no such tensor
   */
  default void expect(List<TensorInfo> order) throws TensorFormatException {}

  /**
   * Gives all elements of a tensor to {@code consumer}, in row-major order of the tensor's shape
   * whatever its strides, in little-endian byte order whatever the file's. Memory is bounded by
   * {@link ReadOptions#chunkBytes()}, and by 32 MiB more for a tensor that is not contiguous.
   *
   * @throws TensorFormatException if the data are damaged; what the consumer was given is void
   */
  void stream(TensorInfo tensor, ChunkConsumer consumer) throws IOException;
}
