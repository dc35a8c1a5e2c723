package org.gradienttransport.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.stream.IntStream;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.udfs.backend.CpuBackend;
import org.gradienttransport.udfs.backend.FieldCollector;
import org.gradienttransport.udfs.probe.FieldVariant;
import org.gradienttransport.udfs.probe.ProbeParameters;
import org.gradienttransport.udfs.probe.ProbeResult;
import org.gradienttransport.udfs.tensor.DType;
import org.gradienttransport.udfs.tensor.FileSource;
import org.gradienttransport.udfs.tensor.TensorFile;
import org.gradienttransport.udfs.tensor.TensorFiles;
import org.gradienttransport.udfs.tensor.TensorInfo;
import org.gradienttransport.udfs.tensor.TensorWriter;
import org.gradienttransport.udfs.tensor.TensorWriters;
import org.gradienttransport.udfs.tensor.TensorWriters.Pickled;

/**
 * What a run does for one field: a PyTorch file of float32 read, hashed and widened, then the field
 * and one null of each kind described and relaxed. All on as many threads as the backend has.
 */
final class MeasuredUnit {
  private static final int TENSORS = 36;

  private static final List<FieldVariant> VARIANTS =
      List.of(
          FieldVariant.real(),
          FieldVariant.nullOf(FieldKind.N0, 0, Problem.SEED),
          FieldVariant.nullOf(FieldKind.N1, 0, Problem.SEED),
          FieldVariant.nullOf(FieldKind.N2, 0, Problem.SEED));

  private final CpuBackend backend;
  private final Path file;
  private final int nodes;

  /**
   * @param nodes N, a multiple of 36
   */
  MeasuredUnit(int threads, Path file, int nodes) {
    this.backend = CpuBackend.create(threads);
    this.file = file;
    this.nodes = nodes;
  }

  /** Writes a field's file, as float32. */
  static void write(Path file, double[] field) throws IOException {
    byte[] raw = new byte[field.length * DType.F32.bytes()];
    DType.F32.narrow(field, 0, field.length, raw, 0);
    List<TensorInfo> tensors =
        IntStream.range(0, TENSORS)
            .mapToObj(
                i ->
                    new TensorInfo(
                        "layers." + i, DType.F32, List.of((long) field.length / TENSORS), ""))
            .toList();
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
        TensorWriter writer = TensorWriters.torch(out, "archive", Pickled.DICTIONARY, tensors)) {
      int bytes = raw.length / TENSORS;
      for (TensorInfo tensor : writer.order()) {
        writer.write(raw, tensors.indexOf(tensor) * bytes, bytes);
      }
    }
  }

  /** The unit; the first result is the real field's. */
  List<ProbeResult> measure() throws IOException {
    return backend.measure(load(), ProbeParameters.PAPER, VARIANTS);
  }

  /** Reading alone: the file's elements checked, hashed and widened. */
  FieldCollector load() throws IOException {
    FieldCollector field = backend.collector(nodes);
    MessageDigest digest = sha256();
    try (TensorFile open = TensorFiles.open(FileSource.open(file))) {
      for (TensorInfo tensor : open.tensors()) {
        open.stream(
            tensor,
            (kind, raw, from, count) -> {
              digest.update(raw, from, count * kind.bytes());
              field.add(kind, raw, from, count);
            });
      }
    }
    return field;
  }

  /** SHA-256 of as many bytes as the file has, from a piece that lies in the cache. */
  static void hash(int nodes) {
    byte[] piece = new byte[1 << 20];
    MessageDigest digest = sha256();
    for (long left = 4L * nodes; left > 0; left -= piece.length) {
      digest.update(piece, 0, (int) Math.min(piece.length, left));
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
