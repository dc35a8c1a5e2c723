package org.gradienttransport.jobs.hub.fetch;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.gradienttransport.jobs.conf.FileSystems;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.io.Amounts;
import org.gradienttransport.jobs.io.SmallFiles;
import org.gradienttransport.jobs.io.WholeFile;

/**
 * Where files end up. Partial files never lie here under their final name: they are kept in a local
 * staging folder, where a download can go on after a kill, and are brought here once verified. No
 * file system of Hadoop's but the local one could resume a half-written file safely.
 */
public final class FetchTarget {
  /** Holds the manifest, and on this machine the partial files. Hidden from Hadoop's listings. */
  static final String STATE_FOLDER = "_fetch";

  private final FileSystem fileSystem;
  private final org.apache.hadoop.fs.Path root;
  private final Optional<Path> local;
  private final Path staging;

  /**
   * A folder, which need not exist.
   *
   * @param stagingRoot where partial files are kept when the target cannot hold them itself
   */
  FetchTarget(FileSystem fileSystem, org.apache.hadoop.fs.Path root, Path stagingRoot) {
    this.fileSystem = fileSystem;
    this.root = root;
    this.local =
        fileSystem instanceof LocalFileSystem disk
            ? Optional.of(disk.pathToFile(root).toPath())
            : Optional.empty();
    byte[] name = root.toUri().toString().getBytes(StandardCharsets.UTF_8);
    this.staging =
        local
            .map(folder -> folder.resolve(STATE_FOLDER))
            .orElseGet(() -> stagingRoot.resolve(UUID.nameUUIDFromBytes(name).toString()));
  }

  /**
   * Opens a folder.
   *
   * @param uri any file system Hadoop knows; a bare path is on this machine or the default one
   * @param stagingRoot where partial files are kept when the target cannot hold them itself
   * @throws JobException CANNOT_WRITE when the target cannot be opened
   */
  public static FetchTarget open(String uri, Path stagingRoot, Configuration configuration) {
    try {
      org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(uri);
      FileSystem fileSystem = FileSystems.of(path, configuration);
      return new FetchTarget(fileSystem, fileSystem.makeQualified(path), stagingRoot);
    } catch (IOException | IllegalArgumentException e) {
      throw new JobException(
          ExitCode.CANNOT_WRITE,
          "cannot write to " + HubNames.shown(uri) + ": " + e.getMessage(),
          e);
    }
  }

  /** Whether there is a finished file of this many bytes. */
  boolean holds(String path, long bytes) throws IOException {
    try {
      FileStatus status = fileSystem.getFileStatus(at(path));
      return status.isFile() && status.getLen() == bytes;
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  InputStream open(String path) throws IOException {
    return fileSystem.open(at(path));
  }

  /** Shows a verified part under its final name, whole and at once, and removes the part. */
  void finish(Path part, String path) throws IOException {
    if (local.isPresent()) {
      move(part, local.get().resolve(path));
      return;
    }
    try (WholeFile file = WholeFile.create(fileSystem, at(path), "copying")) {
      Files.copy(part, file.out());
      file.commit();
    }
    Files.delete(part);
  }

  /** Java moves it: Hadoop's local file system would write a checksum file beside each. */
  private static void move(Path part, Path file) throws IOException {
    Files.createDirectories(file.getParent());
    // Hadoop's checksum of an earlier content, if there is one, would refuse the new one.
    Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * Why there is no room for these files; empty when there is, or nobody can tell. A far side may
   * be boundless or refuse to say; there the staging disk is what runs full first.
   *
   * @param bytes of all files together
   * @param largestFile bytes of the largest
   * @param concurrency how many parts can lie in the staging folder at once
   */
  Optional<String> noRoomFor(long bytes, long largestFile, int concurrency) throws IOException {
    long free = staging().toFile().getUsableSpace();
    if (local.isPresent() ? bytes <= free : largestFile <= free / concurrency) {
      return Optional.empty();
    }
    return Optional.of(
        local.isPresent()
            ? "%s are to be fetched, %s are free in %s"
                .formatted(Amounts.bytes(bytes), Amounts.bytes(free), local.get())
            : "%d parts of %s do not fit into the %s free in the staging folder %s; choose another"
                    .formatted(
                        concurrency, Amounts.bytes(largestFile), Amounts.bytes(free), staging)
                + " with --staging, or a smaller --concurrency");
  }

  Optional<String> readState(String name) throws IOException {
    return SmallFiles.read(fileSystem, at(STATE_FOLDER + "/" + name));
  }

  void writeState(String name, String text) throws IOException {
    SmallFiles.replace(fileSystem, at(STATE_FOLDER + "/" + name), text);
  }

  private org.apache.hadoop.fs.Path at(String path) {
    return new org.apache.hadoop.fs.Path(root, path);
  }

  /** Local folder of the partial files. */
  Path staging() throws IOException {
    return Files.createDirectories(staging);
  }

  /** The target's location, for messages. */
  String name() {
    return root.toString();
  }
}
