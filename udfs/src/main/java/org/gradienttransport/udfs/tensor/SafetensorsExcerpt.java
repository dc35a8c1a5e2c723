package org.gradienttransport.udfs.tensor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Some tensors of a safetensors file as a safetensors file of their own: a new head, followed by
 * stretches of the whole file's bytes. The tensors come in the order of their data there, so that
 * those that are neighbours are one stretch.
 */
public final class SafetensorsExcerpt {
  private final byte[] head;
  private final List<Stretch> stretches;

  private SafetensorsExcerpt(byte[] head, List<Stretch> stretches) {
    this.head = head;
    this.stretches = List.copyOf(stretches);
  }

  /**
   * Takes tensors out of an open file, whose structure opening has checked; empty if the file is no
   * safetensors file.
   *
   * @param names of tensors of the file
   * @param metadata texts for the new header
   * @throws TensorFormatException if a tensor is not there
   */
  public static Optional<SafetensorsExcerpt> of(
      TensorFile whole, Collection<String> names, Map<String, String> metadata) throws IOException {
    if (!(whole instanceof SafetensorsFile file)) {
      return Optional.empty();
    }
    List<Placed> placed = new ArrayList<>();
    for (String name : names) {
      TensorInfo tensor = file.tensor(name);
      placed.add(new Placed(tensor, file.stretch(tensor)));
    }
    placed.sort(
        Comparator.comparingLong((Placed one) -> one.at().from())
            .thenComparingLong(one -> one.at().to()));
    List<Stretch> stretches = new ArrayList<>();
    placed.forEach(one -> add(stretches, one.at()));
    List<TensorInfo> tensors = placed.stream().map(Placed::tensor).toList();
    return Optional.of(
        new SafetensorsExcerpt(SafetensorsWriter.head(metadata, tensors), stretches));
  }

  private record Placed(TensorInfo tensor, Stretch at) {}

  private static void add(List<Stretch> stretches, Stretch next) {
    int last = stretches.size() - 1;
    if (last >= 0 && stretches.get(last).to() == next.from()) {
      stretches.set(last, new Stretch(stretches.get(last).from(), next.to()));
    } else if (next.bytes() > 0) {
      stretches.add(next);
    }
  }

  /** The bytes before the data. */
  public byte[] head() {
    return head.clone();
  }

  /** Bytes of the whole file that follow, in ascending order and without neighbours. */
  public List<Stretch> stretches() {
    return stretches;
  }
}
