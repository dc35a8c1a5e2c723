package org.gradienttransport.udfs.tensor;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.gradienttransport.udfs.tensor.TensorWriters.Pickled;

/** Writes a PyTorch zip file: the pickle first, then one entry per tensor. */
final class TorchWriter implements TensorWriter {
  private static final byte[] VERSION = "3\n".getBytes(StandardCharsets.US_ASCII);

  private final ZipWriter zip;
  private final String root;
  private final List<Stored> stored = new ArrayList<>();
  private int current;
  private long left;

  /** A tensor and the key of its storage: its number in the dictionary. */
  private record Stored(String key, TensorInfo tensor) {}

  TorchWriter(OutputStream out, String root, Pickled pickled, List<TensorInfo> tensors)
      throws IOException {
    this.zip = new ZipWriter(out);
    this.root = root;
    zip.add(root + "/data.pkl", new StateDictPickle(pickled).bytes(tensors));
    for (int i = 0; i < tensors.size(); i++) {
      stored.add(new Stored(Integer.toString(i), tensors.get(i)));
    }
    // torch.save sorts storages by key as text: 0, 1, 10, 11, 2.
    stored.sort(Comparator.comparing(Stored::key));
    begin();
  }

  @Override
  public List<TensorInfo> order() {
    return stored.stream().map(Stored::tensor).toList();
  }

  /** Opens the next tensor's entry; those without elements get an empty one at once. */
  private void begin() throws IOException {
    while (current < stored.size()) {
      Stored next = stored.get(current);
      zip.begin(root + "/data/" + next.key());
      left = next.tensor().bytes();
      if (left > 0) {
        return;
      }
      zip.end();
      current++;
    }
  }

  @Override
  public void write(byte[] raw, int offset, int count) throws IOException {
    int at = offset;
    int end = offset + count;
    while (at < end) {
      if (current == stored.size()) {
        throw new IllegalStateException((end - at) + " bytes more than the tensors hold");
      }
      int part = (int) Math.min(left, end - at);
      zip.write(raw, at, part);
      at += part;
      left -= part;
      if (left == 0) {
        zip.end();
        current++;
        begin();
      }
    }
  }

  @Override
  public void close() throws IOException {
    if (current < stored.size()) {
      throw new IllegalStateException(
          left + " bytes of tensor " + stored.get(current).tensor().name() + " were never written");
    }
    zip.add(root + "/version", VERSION);
    zip.finish();
  }
}
