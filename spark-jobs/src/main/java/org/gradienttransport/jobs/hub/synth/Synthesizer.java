package org.gradienttransport.jobs.hub.synth;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.gradienttransport.jobs.conf.FileSystems;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.hub.synth.SynthSettings.Format;
import org.gradienttransport.jobs.io.SmallFiles;
import org.gradienttransport.jobs.io.Tasks;
import org.gradienttransport.jobs.io.WholeFile;
import org.gradienttransport.udfs.tensor.TensorInfo;
import org.gradienttransport.udfs.tensor.TensorWriter;
import org.gradienttransport.udfs.tensor.TensorWriters;
import org.gradienttransport.udfs.tensor.TensorWriters.Pickled;

/**
 * Writes a generated family: its snapshots, then the description that makes it a family. Each file
 * is written aside and moved into place; nothing is held in memory but a block per open file.
 */
public final class Synthesizer {
  /** Standard deviation of the first checkpoint of a generated family. */
  public static final double INITIAL_SD = 0.02;

  private final SynthSettings settings;
  private final ValueSource values;
  private final ValueSource initial;
  private final FileSystem fs;

  /**
   * @param values what fields are drawn from
   * @param initial what a family's first checkpoint is drawn from
   */
  public Synthesizer(
      SynthSettings settings, ValueSource values, ValueSource initial, Configuration configuration)
      throws IOException {
    this.settings = settings;
    this.values = values;
    this.initial = initial;
    this.fs = withoutSidecars(FileSystems.of(new Path(settings.out()), configuration));
  }

  /**
   * Downloaded snapshots have no checksum files of Hadoop's beside them, and neither have these.
   */
  private static FileSystem withoutSidecars(FileSystem fs) {
    return fs instanceof ChecksumFileSystem local ? local.getRawFileSystem() : fs;
  }

  public record Written(Path description, long files, long bytes) {}

  /**
   * Writes all files.
   *
   * @throws JobException with exit code 73 when the family is there already
   */
  public Written write() throws IOException {
    Path description = new Path(settings.out(), settings.name() + ".yaml");
    if (fs.exists(description)) {
      throw JobException.cannotWrite(
          description + " is there already. Remove it, or choose another --out or --name.");
    }
    long bytes =
        Tasks.over(jobs())
            .threads(Runtime.getRuntime().availableProcessors(), "synth")
            .run(this::write)
            .stream()
            .mapToLong(Long::longValue)
            .sum();
    SmallFiles.replace(fs, description, FamilyYaml.of(settings));
    long files = (long) settings.scales().size() * settings.steps().size();
    return new Written(fs.makeQualified(description), files, bytes);
  }

  /** Snapshots that are made together. */
  private record Job(SynthScale scale, List<Long> steps) {}

  /** A gradient needs no other; checkpoints of a scale follow from each other. */
  private List<Job> jobs() {
    List<Job> jobs = new ArrayList<>();
    for (SynthScale scale : settings.scales()) {
      if (settings.layout() == SynthLayout.PYTHIA) {
        jobs.add(new Job(scale, settings.steps()));
      } else {
        settings.steps().forEach(step -> jobs.add(new Job(scale, List.of(step))));
      }
    }
    return jobs;
  }

  /** A file that is being written, with the writer of its tensors. */
  private record OpenFile(WholeFile file, TensorWriter writer) {}

  private long write(Job job) throws IOException {
    long entries = job.scale().entries();
    List<TensorInfo> tensors = settings.layout().all(entries, settings.dtype());
    List<TensorInfo> field = settings.layout().field(entries, settings.dtype());
    SnapshotValues snapshots = new SnapshotValues(values, initial, settings, field, job.steps());
    List<OpenFile> files = new ArrayList<>();
    try {
      for (long step : job.steps()) {
        Path target = path(job.scale(), step);
        WholeFile file = WholeFile.create(fs, target, UUID.randomUUID() + ".unfinished");
        files.add(new OpenFile(file, writer(file.out(), target.getName(), tensors)));
      }
      fill(files, snapshots);
      for (OpenFile file : files) {
        file.writer().close();
        file.file().commit();
      }
    } finally {
      for (OpenFile file : files) {
        file.file().close();
      }
    }
    return files.size() * tensors.stream().mapToLong(TensorInfo::bytes).sum();
  }

  private TensorWriter writer(OutputStream out, String name, List<TensorInfo> tensors)
      throws IOException {
    return settings.format() == Format.SAFETENSORS
        ? TensorWriters.safetensors(out, tensors)
        : TensorWriters.torch(
            out,
            name.substring(0, name.lastIndexOf('.')),
            settings.layout() == SynthLayout.PICO_LM ? Pickled.DICTIONARY : Pickled.STATE_DICT,
            tensors);
  }

  private Path path(SynthScale scale, long step) {
    return new Path(settings.out(), scale.name() + "/" + FamilyYaml.file(settings, step));
  }

  private void fill(List<OpenFile> files, SnapshotValues snapshots) throws IOException {
    byte[] raw = new byte[ValueSource.BLOCK * Double.BYTES];
    for (TensorInfo tensor : files.get(0).writer().order()) {
      if (!snapshots.holds(tensor)) {
        writeBuffer(files, tensor);
        continue;
      }
      SnapshotValues.Stretch stretch;
      for (long from = 0; from < tensor.elements(); from += stretch.count()) {
        stretch = snapshots.at(tensor, from);
        for (int i = 0; i < files.size(); i++) {
          double[] block = stretch.blocks()[i];
          settings.dtype().narrow(block, stretch.offset(), stretch.count(), raw, 0);
          files.get(i).writer().write(raw, 0, stretch.count() * settings.dtype().bytes());
        }
      }
    }
  }

  /** Buffers hold zeros: nobody reads them. */
  private static void writeBuffer(List<OpenFile> files, TensorInfo tensor) throws IOException {
    byte[] zeros = new byte[Math.toIntExact(tensor.bytes())];
    for (OpenFile file : files) {
      file.writer().write(zeros, 0, zeros.length);
    }
  }
}
