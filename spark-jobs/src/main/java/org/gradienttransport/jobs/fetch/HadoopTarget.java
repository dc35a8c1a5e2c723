package org.gradienttransport.jobs.fetch;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.StreamCapabilities;
import org.gradienttransport.jobs.io.SmallFiles;

/**
 * HDFS, an object store, or any other file system of Hadoop's. None can resume a half-written file
 * safely, so a part is downloaded to a local staging folder, verified there, and then copied: to a
 * hidden name and renamed, or on an object store straight to its name, where it appears on close.
 */
final class HadoopTarget extends FetchTarget {
  HadoopTarget(FileSystem fileSystem, org.apache.hadoop.fs.Path root, Path stagingRoot) {
    super(fileSystem, root, stagingRoot.resolve(nameOf(root)));
  }

  private static String nameOf(org.apache.hadoop.fs.Path root) {
    String uri = root.toUri().toString();
    return UUID.nameUUIDFromBytes(uri.getBytes(StandardCharsets.UTF_8)).toString();
  }

  @Override
  OptionalLong length(String path) throws IOException {
    try {
      FileStatus status = fileSystem.getFileStatus(at(path));
      return status.isFile() ? OptionalLong.of(status.getLen()) : OptionalLong.empty();
    } catch (FileNotFoundException e) {
      return OptionalLong.empty();
    }
  }

  @Override
  void finish(Path part, String path) throws IOException {
    org.apache.hadoop.fs.Path file = at(path);
    if (SmallFiles.isObjectStore(fileSystem)) {
      copy(part, file);
    } else {
      org.apache.hadoop.fs.Path aside =
          new org.apache.hadoop.fs.Path(file.getParent(), "_" + file.getName() + ".copying");
      copy(part, aside);
      FileContext.getFileContext(fileSystem.getUri(), fileSystem.getConf())
          .rename(aside, file, Options.Rename.OVERWRITE);
    }
    Files.delete(part);
  }

  private void copy(Path part, org.apache.hadoop.fs.Path to) throws IOException {
    FSDataOutputStream out = fileSystem.create(to, true);
    try {
      Files.copy(part, out);
    } catch (IOException | RuntimeException e) {
      discard(out, to, e);
      throw e;
    }
    out.close();
    long written = fileSystem.getFileStatus(to).getLen();
    if (written != Files.size(part)) {
      throw new IOException(
          to + " has " + written + " bytes after copying " + Files.size(part) + " to it");
    }
  }

  /** Closing a broken upload would publish it on an object store, so it is aborted if possible. */
  private void discard(FSDataOutputStream out, org.apache.hadoop.fs.Path to, Exception failure) {
    try {
      if (out.hasCapability(StreamCapabilities.ABORTABLE_STREAM)) {
        out.abort();
      } else {
        out.close();
        fileSystem.delete(to, false);
      }
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  @Override
  Optional<String> noRoomFor(long bytes, long largestFile, int concurrency) throws IOException {
    // The far side may be boundless or refuse to say; the staging disk is what runs full first.
    long free = staging().toFile().getUsableSpace();
    return largestFile <= free / concurrency
        ? Optional.empty()
        : Optional.of(
            concurrency
                + " parts of "
                + Amounts.bytes(largestFile)
                + " do not fit into the "
                + Amounts.bytes(free)
                + " free in the staging folder "
                + staging()
                + "; choose another with --staging, or a smaller --concurrency");
  }
}
