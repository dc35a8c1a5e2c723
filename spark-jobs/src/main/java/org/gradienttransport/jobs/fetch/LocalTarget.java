package org.gradienttransport.jobs.fetch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.fs.LocalFileSystem;

/**
 * A folder of this machine. Parts lie below it, so that finishing is one atomic move; Java moves
 * them, because Hadoop's local file system would write a checksum file beside each.
 */
final class LocalTarget extends FetchTarget {
  private final Path folder;

  LocalTarget(LocalFileSystem fileSystem, org.apache.hadoop.fs.Path root) {
    super(fileSystem, root, fileSystem.pathToFile(root).toPath().resolve(STATE_FOLDER));
    this.folder = fileSystem.pathToFile(root).toPath();
  }

  @Override
  OptionalLong length(String path) throws IOException {
    Path file = folder.resolve(path);
    return Files.isRegularFile(file) ? OptionalLong.of(Files.size(file)) : OptionalLong.empty();
  }

  @Override
  void finish(Path part, String path) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    // Hadoop's checksum of an earlier content, if there is one, would refuse the new one.
    Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  Optional<String> noRoomFor(long bytes, long largestFile, int concurrency) throws IOException {
    long free = staging().toFile().getUsableSpace();
    return bytes <= free
        ? Optional.empty()
        : Optional.of(
            Amounts.bytes(bytes)
                + " are to be fetched, "
                + Amounts.bytes(free)
                + " are free in "
                + folder);
  }
}
