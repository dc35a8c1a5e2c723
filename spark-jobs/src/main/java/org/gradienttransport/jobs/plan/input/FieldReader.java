package org.gradienttransport.jobs.plan.input;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.schemas.vocabulary.FieldStatus;
import org.gradienttransport.udfs.backend.FieldCollector;
import org.gradienttransport.udfs.layout.Candidate;
import org.gradienttransport.udfs.layout.Candidate.ElementKind;
import org.gradienttransport.udfs.layout.FieldLayout;
import org.gradienttransport.udfs.layout.LayoutException;
import org.gradienttransport.udfs.tensor.CheckpointIndex;
import org.gradienttransport.udfs.tensor.DType;
import org.gradienttransport.udfs.tensor.ReadOptions;
import org.gradienttransport.udfs.tensor.SeekableSource;
import org.gradienttransport.udfs.tensor.ShardedTensorFile;
import org.gradienttransport.udfs.tensor.TensorFile;
import org.gradienttransport.udfs.tensor.TensorFiles;
import org.gradienttransport.udfs.tensor.TensorFormatException;
import org.gradienttransport.udfs.tensor.TensorInfo;

/**
 * Reads a field: the tensors a layout names, in its canonical order, widened to double; for a
 * difference the earlier checkpoint's values are subtracted in double, chunk by chunk, so one array
 * of N doubles is all the memory it takes.
 */
public final class FieldReader {
  private final FieldLayout layout;
  private final OptionalInt expectedTensors;
  private final Configuration configuration;
  private final LongFunction<FieldCollector> collectors;
  private final LongConsumer progress;

  /** A reader whose progress nobody follows. */
  public FieldReader(
      Family family, Configuration configuration, LongFunction<FieldCollector> collectors) {
    this(family, configuration, collectors, bytes -> {});
  }

  /**
   * A reader that says how far it is.
   *
   * @param collectors makes room for a field of so many entries, as the backend takes it
   * @param progress told of bytes as they are read
   */
  public FieldReader(
      Family family,
      Configuration configuration,
      LongFunction<FieldCollector> collectors,
      LongConsumer progress) {
    this.progress = progress;
    this.layout = family.layout();
    this.expectedTensors = family.expectedTensors();
    this.configuration = configuration;
    this.collectors = collectors;
  }

  /**
   * Reads a field.
   *
   * @param from the earlier snapshot's files; empty for a gradient
   * @param to the snapshot's files, the index first where the snapshot is sharded
   * @param entries N that the family's description promises
   * @throws FieldRefusedException when the files cannot become a field of that size
   */
  public LoadedField read(List<SnapshotFile> from, List<SnapshotFile> to, long entries)
      throws FieldRefusedException {
    Pass later = new Pass(entries, Fold.ADD);
    later.run(to);
    if (from.isEmpty()) {
      return new LoadedField(later.field, later.hash(), null, later.bytes);
    }
    Pass earlier = new Pass(entries, Fold.SUBTRACT);
    earlier.field = later.field;
    earlier.run(from);
    return new LoadedField(later.field, later.hash(), earlier.hash(), later.bytes + earlier.bytes);
  }

  private enum Fold {
    ADD,
    SUBTRACT
  }

  /** One pass over one snapshot. */
  private final class Pass {
    private final long entries;
    private final Fold fold;
    private final MessageDigest digest = DigestUtils.getSha256Digest();
    private FieldCollector field;
    private long bytes;

    Pass(long entries, Fold fold) {
      this.entries = entries;
      this.fold = fold;
    }

    /** Reads, and takes nothing for the field's that was written meanwhile. */
    void run(List<SnapshotFile> files) throws FieldRefusedException {
      try {
        readAll(files);
      } catch (FieldRefusedException e) {
        requireUnchanged(files);
        throw e;
      }
      requireUnchanged(files);
    }

    private void requireUnchanged(List<SnapshotFile> files) throws FieldRefusedException {
      for (SnapshotFile file : files) {
        FileStatus now = status(file);
        if (now != null
            && (now.getLen() != file.length() || now.getModificationTime() != file.modified())) {
          throw new FieldRefusedException(
              FieldStatus.UNREADABLE,
              file.path()
                  + " changed while this run was at work: it was listed with "
                  + file.length()
                  + " bytes of "
                  + Instant.ofEpochMilli(file.modified())
                  + " and now has "
                  + now.getLen()
                  + " of "
                  + Instant.ofEpochMilli(now.getModificationTime())
                  + ". The next run measures it as it is then; let writers finish first.",
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

    private void readAll(List<SnapshotFile> files) throws FieldRefusedException {
      String name = files.get(0).path();
      try (TensorFile file = open(files)) {
        stream(file, order(file));
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

    private List<TensorInfo> order(TensorFile file) throws LayoutException, FieldRefusedException {
      Map<String, TensorInfo> byName = new HashMap<>();
      List<Candidate> candidates = new ArrayList<>();
      for (TensorInfo tensor : file.tensors()) {
        byName.put(tensor.name(), tensor);
        candidates.add(candidate(tensor));
      }
      List<TensorInfo> ordered = layout.order(candidates).stream().map(byName::get).toList();
      if (expectedTensors.isPresent() && ordered.size() != expectedTensors.getAsInt()) {
        throw new FieldRefusedException(
            FieldStatus.WRONG_SIZE,
            file.name()
                + " holds "
                + ordered.size()
                + " tensors of the field, but the family's"
                + " description expects "
                + expectedTensors.getAsInt()
                + ". Correct 'expected_tensors' or the tensor rules in the family file.",
            null);
      }
      long total = ordered.stream().mapToLong(TensorInfo::elements).sum();
      if (total != entries) {
        throw new FieldRefusedException(
            FieldStatus.WRONG_SIZE,
            file.name()
                + " holds a field of "
                + total
                + " entries in "
                + ordered.size()
                + " tensors, but the family's description says "
                + entries
                + ". Correct 'entries' of this scale, or the tensor rules, in the family file.",
            null);
      }
      return ordered;
    }

    private void stream(TensorFile file, List<TensorInfo> ordered) throws IOException {
      if (field == null) {
        field = collectors.apply(entries);
      }
      for (TensorInfo tensor : ordered) {
        digest.update(
            (tensor.dtype() + " " + tensor.shape() + "\n").getBytes(StandardCharsets.UTF_8));
        file.stream(tensor, this::accept);
      }
    }

    private void accept(DType dtype, byte[] raw, int offset, int count) {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancellationException("reading was stopped, as nobody waits for the field");
      }
      int length = count * dtype.bytes();
      digest.update(raw, offset, length);
      if (fold == Fold.ADD) {
        field.add(dtype, raw, offset, count);
      } else {
        field.subtract(dtype, raw, offset, count);
      }
      bytes += length;
      progress.accept(length);
    }

    String hash() {
      return Hex.encodeHexString(digest.digest());
    }
  }

  private TensorFile open(List<SnapshotFile> files) throws IOException {
    SnapshotFile first = files.get(0);
    if (!first.path().endsWith(".index.json")) {
      return TensorFiles.open(source(first));
    }
    Map<String, SnapshotFile> shards = new HashMap<>();
    files.forEach(file -> shards.put(new Path(file.path()).getName(), file));
    CheckpointIndex index;
    try (SeekableSource source = source(first)) {
      index = CheckpointIndex.read(source);
    }
    return ShardedTensorFile.open(
        index,
        shard -> {
          SnapshotFile file = shards.get(shard);
          if (file == null) {
            throw new FileNotFoundException(first.path() + " names the shard " + shard);
          }
          return source(file);
        },
        ReadOptions.DEFAULT);
  }

  private SeekableSource source(SnapshotFile file) throws IOException {
    Path path = new Path(file.path());
    FileSystem fs = path.getFileSystem(configuration);
    return HadoopSource.open(fs, path, file.length());
  }

  private static Candidate candidate(TensorInfo tensor) {
    ElementKind kind = tensor.dtype().floating() ? ElementKind.FLOATING : ElementKind.INTEGER;
    return new Candidate(tensor.name(), kind, tensor.elements());
  }
}
