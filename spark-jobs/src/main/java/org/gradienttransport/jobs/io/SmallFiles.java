package org.gradienttransport.jobs.io;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/**
 * Small control files (markers, pointers, leases) that readers see whole or not at all.
 *
 * <p>Three kinds of store, three ways to the same promise. A local disk: a synced temporary file,
 * then one atomic link or move. HDFS and its kin: a temporary file, then one atomic rename. An
 * object store: an object appears only when its upload completes, so it is written in place; {@link
 * #createNew} relies there on the connector's conditional create, where it has one.
 */
public final class SmallFiles {
  private static final int MOST_BYTES = 64 << 20;

  /** Schemes whose files appear only when closed, and whose rename is a copy. */
  private static final Set<String> OBJECT_STORES =
      Set.of("s3a", "s3", "s3n", "gs", "wasb", "wasbs", "oss", "cosn", "obs", "swift");

  private SmallFiles() {}

  /** The file's text, or empty when there is no such file. */
  public static Optional<String> read(FileSystem fs, Path path) throws IOException {
    FileStatus status;
    try {
      status = fs.getFileStatus(path);
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
    if (status.getLen() > MOST_BYTES) {
      throw new IOException(
          path + " has " + status.getLen() + " bytes; a control file has at most " + MOST_BYTES);
    }
    byte[] bytes = new byte[(int) status.getLen()];
    try (FSDataInputStream in = fs.open(path)) {
      in.readFully(bytes);
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
    return Optional.of(new String(bytes, StandardCharsets.UTF_8));
  }

  /**
   * Creates the file with this text unless it exists.
   *
   * @return whether this call created it
   */
  public static boolean createNew(FileSystem fs, Path path, String text) throws IOException {
    if (isLocal(fs)) {
      return createNewLocally(path, text);
    }
    if (isObjectStore(fs)) {
      return createInPlace(fs, path, text);
    }
    Path aside = writeAside(fs, path, text);
    if (fs.rename(aside, path)) {
      return true;
    }
    fs.delete(aside, false);
    if (!fs.exists(path)) {
      throw new IOException(
          path + " could not be created: " + fs.getUri() + " refused to rename " + aside);
    }
    return false;
  }

  /** Puts this text in the place of whatever the file held, in one step. */
  public static void replace(FileSystem fs, Path path, String text) throws IOException {
    if (isLocal(fs)) {
      replaceLocally(path, text);
    } else if (isObjectStore(fs)) {
      write(fs, path, text);
    } else {
      renameOver(fs, path, text);
    }
  }

  /** Whether files there appear only when closed, and renaming one copies it. */
  public static boolean isObjectStore(FileSystem fs) {
    return OBJECT_STORES.contains(fs.getUri().getScheme());
  }

  /** Renames over the old file; where a store has no such rename, writes in place. */
  private static void renameOver(FileSystem fs, Path path, String text) throws IOException {
    FileContext context;
    try {
      context = FileContext.getFileContext(fs.getUri(), fs.getConf());
    } catch (UnsupportedFileSystemException e) {
      write(fs, path, text);
      return;
    }
    Path aside = writeAside(fs, path, text);
    context.rename(fs.makeQualified(aside), fs.makeQualified(path), Options.Rename.OVERWRITE);
  }

  /** Writes a temporary file beside another; one that cannot be completed is removed. */
  private static Path writeAside(FileSystem fs, Path path, String text) throws IOException {
    Path aside =
        new Path(path.getParent(), "." + path.getName() + "." + UUID.randomUUID() + ".tmp");
    try {
      write(fs, aside, text);
    } catch (IOException | RuntimeException e) {
      discard(fs, aside, e);
      throw e;
    }
    return aside;
  }

  /** Removes what a failed attempt left; where that fails, too, the failure says so. */
  public static void discard(FileSystem fs, Path file, Exception failure) {
    try {
      fs.delete(file, false);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private static boolean isLocal(FileSystem fs) {
    return fs.getUri().getScheme().equals("file");
  }

  /**
   * Asks the store itself to refuse a second file, where it can (s3a: If-None-Match); such a
   * refusal comes when the file is closed and has no common exception, so the file is then asked
   * whose it is. That also tells when only the answer was lost.
   */
  private static boolean createInPlace(FileSystem fs, Path path, String text) throws IOException {
    FSDataOutputStreamBuilder<?, ?> file = fs.createFile(path);
    file.recursive();
    file.overwrite(false);
    file.opt(Options.CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE, true);
    try (FSDataOutputStream out = file.build()) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (IOException e) {
      Optional<String> there = read(fs, path);
      if (there.isEmpty()) {
        throw e;
      }
      return there.get().equals(text);
    }
    return true;
  }

  private static void write(FileSystem fs, Path path, String text) throws IOException {
    try (FSDataOutputStream out = fs.create(path, true)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      if (!isObjectStore(fs)) {
        out.hsync();
      }
    }
  }

  private static boolean createNewLocally(Path path, String text) throws IOException {
    java.nio.file.Path target = java.nio.file.Path.of(path.toUri().getPath());
    java.nio.file.Path temporary = writeLocalTemporary(target, text);
    try {
      // A hard link fails when the name is taken and shows the whole file when it is not.
      Files.createLink(target, temporary);
      return true;
    } catch (java.nio.file.FileAlreadyExistsException e) {
      return false;
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static void replaceLocally(Path path, String text) throws IOException {
    java.nio.file.Path target = java.nio.file.Path.of(path.toUri().getPath());
    java.nio.file.Path temporary = writeLocalTemporary(target, text);
    // Hadoop's checksum of the old content, if it wrote that, would refuse the new one.
    Files.deleteIfExists(target.resolveSibling("." + target.getFileName() + ".crc"));
    Files.move(
        temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static java.nio.file.Path writeLocalTemporary(java.nio.file.Path target, String text)
      throws IOException {
    Files.createDirectories(target.getParent());
    java.nio.file.Path temporary =
        target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
    try {
      Files.writeString(temporary, text, StandardOpenOption.CREATE_NEW);
      try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      return temporary;
    } catch (IOException e) {
      Files.deleteIfExists(temporary);
      throw e;
    }
  }
}
