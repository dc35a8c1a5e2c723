package org.gradienttransport.jobs.plan.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.SerializableConfiguration;
import org.gradienttransport.schemas.spark.SparkRows;

/**
 * Writes the measured rows of one partition as a file of a wave. No committer renames it: every
 * attempt of a task has a name of its own, and the wave's marker names those that succeeded.
 *
 * @param number of the wave
 * @param directory for its files
 */
record WaveWriting(long number, String directory, SerializableConfiguration configuration)
    implements FlatMapFunction<Iterator<Row>, WaveFile> {
  @Override
  public Iterator<WaveFile> call(Iterator<Row> measured) throws IOException {
    List<StoredMeasurement> rows = new ArrayList<>();
    measured.forEachRemaining(row -> rows.add(stored(row)));
    TaskContext task = TaskContext.get();
    String name =
        String.format(
            Locale.ROOT,
            "part-%05d-%d.snappy.parquet",
            task.partitionId(),
            task.taskAttemptId());
    Path file = new Path(directory, name);
    WaveFile written =
        WaveFile.write(
            StoredMeasurement.ROWS, rows, file.getFileSystem(configuration.value()), file);
    return List.of(written).iterator();
  }

  /** Rows of {@link SparkStore#MEASURED} lack the wave alone, the second of the stored columns. */
  private StoredMeasurement stored(Row measured) {
    int at = SparkStore.SCHEMA.fieldIndex(SparkStore.WAVE);
    Object[] values = new Object[measured.length() + 1];
    for (int i = 0; i < values.length; i++) {
      values[i] = i == at ? (Object) number : measured.get(i < at ? i : i - 1);
    }
    return SparkRows.fromValues(
        StoredMeasurement.ROWS, RowFactory.create(values));
  }
}
