package org.gradienttransport.jobs.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.io.SmallFiles;

/**
 * Where files end up. Partial files never lie here under their final name: they are kept in a local
 * staging folder, where a download can go on after a kill, and are moved here once verified.
 */
abstract class FetchTarget {
  /**
   * Holds the manifest, and for a local target the partial files. Hidden from Hadoop's listings.
   */
  static final String STATE_FOLDER = "_fetch";

  final FileSystem fileSystem;
  final org.apache.hadoop.fs.Path root;
  private final Path staging;

  FetchTarget(FileSystem fileSystem, org.apache.hadoop.fs.Path root, Path staging) {
    this.fileSystem = fileSystem;
    this.root = root;
    this.staging = staging;
  }

  /**
   * @param uri any file system Hadoop knows; a bare path is on this machine or the default one
   * @param stagingRoot where partial files are kept when the target cannot hold them itself
   * @throws JobException CANNOT_WRITE when the target cannot be opened
   */
  static FetchTarget open(String uri, Path stagingRoot, Configuration configuration) {
    try {
      org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(uri);
      FileSystem fileSystem = path.getFileSystem(configuration);
      org.apache.hadoop.fs.Path root = fileSystem.makeQualified(path);
      return fileSystem instanceof LocalFileSystem local
          ? new LocalTarget(local, root)
          : new HadoopTarget(fileSystem, root, stagingRoot);
    } catch (IOException | IllegalArgumentException e) {
      throw new JobException(
          ExitCode.CANNOT_WRITE, "cannot write to " + Printable.of(uri) + ": " + e.getMessage(), e);
    }
  }

  /** Bytes of a finished file, or empty when there is none. */
  abstract OptionalLong length(String path) throws IOException;

  /** Shows a verified part under its final name, whole and at once, and removes the part. */
  abstract void finish(Path part, String path) throws IOException;

  /**
   * Why there is no room for these files; empty when there is, or nobody can tell.
   *
   * @param bytes of all files together
   * @param largestFile bytes of the largest
   * @param concurrency how many parts can lie in the staging folder at once
   */
  abstract Optional<String> noRoomFor(long bytes, long largestFile, int concurrency)
      throws IOException;

  InputStream open(String path) throws IOException {
    return fileSystem.open(at(path));
  }

  Optional<String> readState(String name) throws IOException {
    return SmallFiles.read(fileSystem, at(STATE_FOLDER + "/" + name));
  }

  void writeState(String name, String text) throws IOException {
    SmallFiles.replace(fileSystem, at(STATE_FOLDER + "/" + name), text);
  }

  org.apache.hadoop.fs.Path at(String path) {
    return new org.apache.hadoop.fs.Path(root, path);
  }

  /** Local folder of the partial files. */
  Path staging() throws IOException {
    return Files.createDirectories(staging);
  }

  /** For messages. */
  String name() {
    return root.toString();
  }
}
