package org.gradienttransport.jobs.plan.store;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.gradienttransport.jobs.io.StoreFiles;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.parquet.ParquetRows;

/**
 * A Parquet file of a store, as a marker names it.
 *
 * @param path full path
 * @param length bytes
 */
public record StoredFile(Path path, long length) implements Serializable {
  /** Reads its rows, or those columns of them that a type has. */
  public <R extends Record> List<R> rows(RowType<R> type, Configuration hadoop) throws IOException {
    return ParquetRows.read(
        type, StoreFiles.parquetInput(path.getFileSystem(hadoop), path, length));
  }
}
