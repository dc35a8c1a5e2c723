package org.gradienttransport.jobs.io;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.OpenFileOptions;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.OutputFile;

/**
 * Opens and creates files with as few requests as an object store needs for it: what a caller knows
 * already, such as a file's length or that its name is new, is not asked of the store again. Other
 * file systems are used in the ordinary way.
 */
public final class StoreFiles {
  /** Files of at most so many bytes are fetched from an object store by one request. */
  public static final int ONE_REQUEST = 8 << 20;

  /** Leaves out the two requests by which s3a looks for a file or directory of that name. */
  private static final String S3A_NAME_IS_NEW = "fs.s3a.create.performance";

  private static final int BUFFER = 1 << 20;

  private StoreFiles() {}

  /**
   * Opens a file that is read from its beginning to its end, more or less.
   *
   * @param length in bytes, as a listing shows it
   */
  public static FSDataInputStream open(FileSystem fs, Path path, long length) throws IOException {
    if (!SmallFiles.isObjectStore(fs)) {
      return fs.open(path, BUFFER);
    }
    try {
      return fs.openFile(path)
          .opt(
              OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY,
              OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY_WHOLE_FILE
                  + ", "
                  + OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY_SEQUENTIAL)
          .optLong(OpenFileOptions.FS_OPTION_OPENFILE_LENGTH, length)
          .build()
          .get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while " + path + " was opened");
    }
  }

  /**
   * Creates a file under a name that nobody else uses; one that an earlier attempt of the caller
   * left there is replaced.
   */
  public static FSDataOutputStream create(FileSystem fs, Path path) throws IOException {
    if (!SmallFiles.isObjectStore(fs)) {
      return fs.create(path, true);
    }
    FSDataOutputStreamBuilder<?, ?> file = fs.createFile(path);
    file.recursive();
    file.overwrite(true);
    file.opt(S3A_NAME_IS_NEW, true);
    return file.build();
  }

  /** A file for Parquet's library to write, under a name that nobody else uses. */
  public static OutputFile parquetOutput(FileSystem fs, Path path) {
    return new ParquetOutput(fs, path);
  }

  /**
   * A file for Parquet's library to read.
   *
   * @throws FileNotFoundException if there is none
   */
  public static InputFile parquetInput(FileSystem fs, Path path) throws IOException {
    return parquetInput(fs, path, fs.getFileStatus(path).getLen());
  }

  /** The same of a file whose length is known: a small one is fetched by one request. */
  public static InputFile parquetInput(FileSystem fs, Path path, long length) throws IOException {
    if (!SmallFiles.isObjectStore(fs) || length > ONE_REQUEST) {
      return HadoopInputFile.fromPath(path, fs.getConf());
    }
    byte[] bytes = new byte[(int) length];
    try (FSDataInputStream in = open(fs, path, length)) {
      in.readFully(bytes);
    }
    return new ParquetBytes(path.toString(), bytes);
  }
}
