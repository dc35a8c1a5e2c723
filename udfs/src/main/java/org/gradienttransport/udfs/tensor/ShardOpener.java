package org.gradienttransport.udfs.tensor;

import java.io.IOException;

/** Opens the shards of a checkpoint, which lie beside its index. */
@FunctionalInterface
public interface ShardOpener {

  /**
   * Opens a shard.
   *
   * @param fileName a plain file name, without any folder
   */
  SeekableSource open(String fileName) throws IOException;
}
