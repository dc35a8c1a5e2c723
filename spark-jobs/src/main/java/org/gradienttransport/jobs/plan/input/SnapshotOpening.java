package org.gradienttransport.jobs.plan.input;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.gradienttransport.jobs.conf.Snapshots;
import org.gradienttransport.jobs.io.SmallFiles;
import org.gradienttransport.udfs.tensor.CheckpointIndex;
import org.gradienttransport.udfs.tensor.GradientFolder;
import org.gradienttransport.udfs.tensor.ReadOptions;
import org.gradienttransport.udfs.tensor.SeekableSource;
import org.gradienttransport.udfs.tensor.ShardedTensorFile;
import org.gradienttransport.udfs.tensor.TensorFile;
import org.gradienttransport.udfs.tensor.TensorFiles;

/** Opens a snapshot's files as one file of tensors. */
final class SnapshotOpening {
  private SnapshotOpening() {}

  /**
   * Opens one tensor file, or a sharded checkpoint.
   *
   * @param files the index first where the snapshot is sharded; files without an index are those of
   *     a folder of gradients
   * @throws org.gradienttransport.udfs.tensor.TensorFormatException if a file is none of those read
   */
  static TensorFile open(List<SnapshotFile> files, Configuration configuration) throws IOException {
    SnapshotFile first = files.get(0);
    if (files.size() > 1 && GradientFolder.isPart(new Path(first.path()).getName())) {
      return gradients(files, configuration);
    }
    if (!Snapshots.isIndex(new Path(first.path()).getName())) {
      return TensorFiles.open(source(first, configuration, new StoreWindow()));
    }
    Map<String, SnapshotFile> shards = byName(files);
    StoreWindow window = new StoreWindow();
    CheckpointIndex index;
    try (SeekableSource source = source(first, configuration, window)) {
      index = CheckpointIndex.read(source);
    }
    return ShardedTensorFile.open(
        index,
        shard -> {
          SnapshotFile file = shards.get(shard);
          if (file == null) {
            throw new FileNotFoundException(first.path() + " names the shard " + shard);
          }
          return source(file, configuration, window);
        },
        ReadOptions.DEFAULT);
  }

  private static TensorFile gradients(List<SnapshotFile> files, Configuration configuration)
      throws IOException {
    Map<String, SnapshotFile> parts = byName(files);
    StoreWindow window = new StoreWindow();
    return GradientFolder.open(
        new Path(files.get(0).path()).getParent().toString(),
        List.copyOf(parts.keySet()),
        part -> source(parts.get(part), configuration, window),
        ReadOptions.DEFAULT);
  }

  private static Map<String, SnapshotFile> byName(List<SnapshotFile> files) {
    Map<String, SnapshotFile> byName = new HashMap<>();
    files.forEach(file -> byName.put(new Path(file.path()).getName(), file));
    return byName;
  }

  private static SeekableSource source(
      SnapshotFile file, Configuration configuration, StoreWindow window) throws IOException {
    Path path = new Path(file.path());
    FileSystem fs = path.getFileSystem(configuration);
    return SmallFiles.isObjectStore(fs)
        ? StoreSource.open(fs, path, file.length(), window)
        : HadoopSource.open(fs, path, file.length());
  }
}
