package org.gradienttransport.jobs.plan.input;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.gradienttransport.jobs.conf.FileSystems;
import org.gradienttransport.jobs.conf.Snapshots;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.udfs.tensor.CheckpointIndex;
import org.gradienttransport.udfs.tensor.SeekableSource;
import org.gradienttransport.udfs.tensor.TensorFormatException;

/**
 * Finds the shards of a checkpoint by what its index says, not by names that look like shards: the
 * one file whose content planning reads.
 */
final class Shards {
  private final Configuration configuration;

  Shards(Configuration configuration) {
    this.configuration = configuration;
  }

  /**
   * A file alone, or an index followed by its shards by name, or the sentence that says which are
   * not there. An index that is none is given alone: reading it says what is wrong with it.
   *
   * @param listing what lies beside the file, by name
   * @throws JobException if the store cannot be asked
   */
  Snapshot of(FileStatus file, Map<String, FileStatus> listing) {
    if (!Snapshots.isIndex(file.getPath().getName())) {
      return new Snapshot.Found(List.of(SnapshotFile.of(file)));
    }
    List<SnapshotFile> files = new ArrayList<>(List.of(SnapshotFile.of(file)));
    List<String> missing = new ArrayList<>();
    List<String> named = named(file);
    for (String shard : named) {
      FileStatus status = listing.get(shard);
      if (status != null && status.isFile()) {
        files.add(SnapshotFile.of(status));
      } else {
        missing.add(shard);
      }
    }
    if (missing.isEmpty()) {
      return new Snapshot.Found(files);
    }
    Path first = Listings.below(file.getPath().getParent(), missing.get(0));
    return new Snapshot.Missing(
        first.toString(),
        "%s names %d file(s), of which %d are not in %s; the first of these is %s%s"
            .formatted(
                file.getPath().getName(),
                named.size(),
                missing.size(),
                file.getPath().getParent(),
                missing.get(0),
                Listings.danglingLink(first).map(link -> "; " + link).orElse("")));
  }

  private List<String> named(FileStatus index) {
    Path path = index.getPath();
    try (SeekableSource source =
        HadoopSource.open(FileSystems.of(path, configuration), path, index.getLen())) {
      return CheckpointIndex.read(source).shards();
    } catch (TensorFormatException e) {
      return List.of();
    } catch (IOException e) {
      throw new JobException(
          ExitCode.TRY_AGAIN, "%s cannot be read: %s".formatted(path, e.getMessage()), e);
    }
  }
}
