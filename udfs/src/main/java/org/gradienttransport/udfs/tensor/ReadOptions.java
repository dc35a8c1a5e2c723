package org.gradienttransport.udfs.tensor;

/**
 * How tensor files are read.
 *
 * @param chunkBytes most bytes a {@link ChunkConsumer} is given at once
 * @param checksums what is done with the checksums of tensor data in archives
 */
public record ReadOptions(int chunkBytes, Checksums checksums) {

  /** Chunks of 4 MiB, checksums verified. */
  public static final ReadOptions DEFAULT = new ReadOptions(4 << 20, Checksums.VERIFY);

  /** Largest element, so that every chunk holds at least one. */
  private static final int LEAST = 8;

  /** What is done with the CRC-32 an archive keeps of each tensor's data. */
  public enum Checksums {
    /** A tensor that covers its whole storage is refused if its data do not match. */
    VERIFY,
    /** Not looked at: for files written with {@code torch.serialization.set_crc32_options}. */
    IGNORE
  }

  public ReadOptions {
    if (chunkBytes < LEAST) {
      throw new IllegalArgumentException(
          "chunkBytes must be at least " + LEAST + ", got " + chunkBytes);
    }
  }

  /** These options with another chunk size. */
  public ReadOptions withChunkBytes(int bytes) {
    return new ReadOptions(bytes, checksums);
  }

  /** These options with another treatment of checksums. */
  public ReadOptions withChecksums(Checksums treatment) {
    return new ReadOptions(chunkBytes, treatment);
  }
}
