package org.gradienttransport.jobs.synth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.gradienttransport.jobs.conf.FileSystems;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.io.SmallFiles;
import org.gradienttransport.jobs.synth.SynthSettings.Format;
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

  private static final int BUFFER = 1 << 20;

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

  /** What was written. */
  public record Written(Path description, long files, long bytes) {}

  /**
   * Writes all files.
   *
   * @throws JobException with exit code 73 when the family is there already
   */
  public Written write() throws IOException {
    Path description = new Path(settings.out(), settings.name() + ".yaml");
    if (fs.exists(description)) {
      throw new JobException(
          ExitCode.CANNOT_WRITE,
          description + " is there already. Remove it, or choose another --out or --name.");
    }
    List<Job> jobs = jobs();
    long bytes;
    try {
      bytes = jobs.parallelStream().mapToLong(this::run).sum();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
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

  private long run(Job job) {
    try {
      return write(job);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long write(Job job) throws IOException {
    List<TensorInfo> tensors = settings.layout().all(job.scale().entries(), settings.dtype());
    Snapshots snapshots =
        new Snapshots(
            values,
            initial,
            settings,
            settings.layout().field(job.scale().entries(), settings.dtype()),
            job.steps());
    List<OpenFile> files = new ArrayList<>();
    boolean done = false;
    try {
      for (long step : job.steps()) {
        files.add(OpenFile.create(fs, path(job.scale(), step), settings, tensors));
      }
      fill(files, snapshots);
      done = true;
    } finally {
      for (OpenFile file : files) {
        file.end(done);
      }
    }
    return files.size() * tensors.stream().mapToLong(TensorInfo::bytes).sum();
  }

  private Path path(SynthScale scale, long step) {
    return new Path(settings.out(), scale.name() + "/" + FamilyYaml.file(settings, step));
  }

  private void fill(List<OpenFile> files, Snapshots snapshots) throws IOException {
    byte[] raw = new byte[ValueSource.BLOCK * Double.BYTES];
    for (TensorInfo tensor : files.get(0).writer.order()) {
      if (!snapshots.holds(tensor)) {
        writeBuffer(files, tensor);
        continue;
      }
      int count;
      for (long from = 0; from < tensor.elements(); from += count) {
        List<Snapshots.Stretch> stretches = snapshots.at(tensor, from);
        count = stretches.get(0).count();
        for (int i = 0; i < files.size(); i++) {
          Snapshots.Stretch stretch = stretches.get(i);
          settings.dtype().narrow(stretch.values(), stretch.offset(), count, raw, 0);
          files.get(i).writer.write(raw, 0, count * settings.dtype().bytes());
        }
      }
    }
  }

  /** Buffers hold zeros: nobody reads them. */
  private static void writeBuffer(List<OpenFile> files, TensorInfo tensor) throws IOException {
    byte[] zeros = new byte[Math.toIntExact(tensor.bytes())];
    for (OpenFile file : files) {
      file.writer.write(zeros, 0, zeros.length);
    }
  }

  /** A file on its way, under another name until it is whole. */
  private static final class OpenFile {
    private final FileSystem fs;
    private final Path target;
    private final Path aside;
    private final FSDataOutputStream out;
    private final TensorWriter writer;

    private OpenFile(
        FileSystem fs, Path target, Path aside, FSDataOutputStream out, TensorWriter writer) {
      this.fs = fs;
      this.target = target;
      this.aside = aside;
      this.out = out;
      this.writer = writer;
    }

    static OpenFile create(
        FileSystem fs, Path target, SynthSettings settings, List<TensorInfo> tensors)
        throws IOException {
      // An object store shows a file only when it is closed, and renaming there is copying.
      Path aside =
          SmallFiles.isObjectStore(fs)
              ? target
              : new Path(
                  target.getParent(),
                  "." + target.getName() + "." + UUID.randomUUID() + ".unfinished");
      FSDataOutputStream out = fs.create(aside, true, BUFFER);
      String name = target.getName();
      TensorWriter writer =
          settings.format() == Format.SAFETENSORS
              ? TensorWriters.safetensors(out, tensors)
              : TensorWriters.torch(
                  out,
                  name.substring(0, name.lastIndexOf('.')),
                  settings.layout() == SynthLayout.PICO_LM
                      ? Pickled.DICTIONARY
                      : Pickled.STATE_DICT,
                  tensors);
      return new OpenFile(fs, target, aside, out, writer);
    }

    void end(boolean whole) throws IOException {
      if (!whole) {
        out.close();
        fs.delete(aside, false);
        return;
      }
      writer.close();
      out.close();
      if (!aside.equals(target)) {
        fs.delete(target, false);
        if (!fs.rename(aside, target)) {
          throw new IOException(target + " could not be put in place");
        }
      }
    }
  }
}
