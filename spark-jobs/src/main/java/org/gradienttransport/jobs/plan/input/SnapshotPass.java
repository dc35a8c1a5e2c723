package org.gradienttransport.jobs.plan.input;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.LongConsumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.gradienttransport.schemas.vocabulary.FieldStatus;
import org.gradienttransport.udfs.layout.LayoutException;
import org.gradienttransport.udfs.tensor.ChunkConsumer;
import org.gradienttransport.udfs.tensor.DType;
import org.gradienttransport.udfs.tensor.TensorFile;
import org.gradienttransport.udfs.tensor.TensorFormatException;

/** One pass over one snapshot: its tensors in canonical order, chunk by chunk, and their hashes. */
final class SnapshotPass {
  /** Chooses a file's tensors, and may refuse them. */
  interface Choice {
    FieldTensors of(TensorFile file) throws LayoutException, FieldRefusedException;
  }

  private final Configuration configuration;
  private final List<SnapshotFile> files;
  private final LongConsumer progress;
  private final SnapshotDigest digest = new SnapshotDigest();
  private final List<TensorContent> contents = new ArrayList<>();
  private FieldTensors tensors;
  private SnapshotContent content;
  private long bytes;

  /**
   * @param files the snapshot's, the index first where it is sharded
   * @param progress told of bytes as they are read
   */
  SnapshotPass(Configuration configuration, List<SnapshotFile> files, LongConsumer progress) {
    this.configuration = configuration;
    this.files = files;
    this.progress = progress;
  }

  /** Reads, and takes nothing for the field's that was written meanwhile. */
  void run(Choice choice, ChunkConsumer sink) throws FieldRefusedException {
    try (digest) {
      readAll(choice, sink);
      content = new SnapshotContent(digest.value(), contents);
    } catch (FieldRefusedException e) {
      requireUnchanged();
      throw e;
    }
    requireUnchanged();
  }

  FieldTensors tensors() {
    return tensors;
  }

  SnapshotContent content() {
    return content;
  }

  long bytes() {
    return bytes;
  }

  private void readAll(Choice choice, ChunkConsumer sink) throws FieldRefusedException {
    String name = files.get(0).path();
    try (TensorFile file = SnapshotOpening.open(files, configuration)) {
      tensors = choice.of(file);
      stream(file, sink);
    } catch (FileNotFoundException e) {
      throw new FieldRefusedException(
          FieldStatus.MISSING, name + " has vanished: " + e.getMessage(), e);
    } catch (TensorFormatException e) {
      throw new FieldRefusedException(FieldStatus.CORRUPT, e.getMessage(), e);
    } catch (LayoutException e) {
      throw new FieldRefusedException(FieldStatus.WRONG_SIZE, name + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new FieldRefusedException(
          FieldStatus.UNREADABLE,
          name + " could not be read: " + e.getMessage() + ". The next run tries it again.",
          e);
    }
  }

  private void stream(TensorFile file, ChunkConsumer sink) throws IOException {
    file.expect(tensors.tensors().stream().map(FieldTensors.Tensor::info).toList());
    for (FieldTensors.Tensor tensor : tensors.tensors()) {
      byte[] head =
          (tensor.info().dtype() + " " + tensor.info().shape() + "\n")
              .getBytes(StandardCharsets.UTF_8);
      digest.update(head, 0, head.length);
      TensorHash hash = new TensorHash(tensor.info());
      file.stream(
          tensor.info(),
          (dtype, raw, offset, count) -> {
            accept(dtype, raw, offset, count, hash);
            sink.accept(dtype, raw, offset, count);
            progress.accept((long) count * dtype.bytes());
          });
      contents.add(
          new TensorContent(
              tensor.taken().place(), tensor.info().dtype(), tensor.info().shape(), hash.value()));
    }
  }

  private void accept(DType dtype, byte[] raw, int offset, int count, TensorHash hash) {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("reading was stopped, as nobody waits for the field");
    }
    int length = count * dtype.bytes();
    digest.update(raw, offset, length);
    hash.accept(dtype, raw, offset, count);
    bytes += length;
  }

  private void requireUnchanged() throws FieldRefusedException {
    for (SnapshotFile file : files) {
      FileStatus now = status(file);
      if (now != null
          && (now.getLen() != file.length() || now.getModificationTime() != file.modified())) {
        throw new FieldRefusedException(
            FieldStatus.UNREADABLE,
            ("%s changed while this run was at work: it was listed with %d bytes of %s and now has %d"
                    + " of %s. The next run measures it as it is then; let writers finish first.")
                .formatted(
                    file.path(),
                    file.length(),
                    Instant.ofEpochMilli(file.modified()),
                    now.getLen(),
                    Instant.ofEpochMilli(now.getModificationTime())),
            null);
      }
    }
  }

  /** What the store says of a file now; null where it says nothing, which reading has told. */
  private FileStatus status(SnapshotFile file) {
    Path path = new Path(file.path());
    try {
      return path.getFileSystem(configuration).getFileStatus(path);
    } catch (IOException e) {
      return null;
    }
  }
}
