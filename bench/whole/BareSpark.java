import java.io.File;
import java.util.Arrays;
import org.apache.spark.sql.SparkSession;

/**
 * The least that a run could cost: embedded Spark starts, counts to ten, and writes tables that are there already once
 * more, computing nothing. Prints the seconds from the start of the virtual machine to each of the two.
 */
public final class BareSpark {
  private BareSpark() {}

  /** Arguments: a folder of Parquet tables, and a folder to be made. */
  public static void main(String[] arguments) {
    long start = java.lang.management.ManagementFactory.getRuntimeMXBean().getStartTime();
    SparkSession spark = SparkSession.builder().getOrCreate();
    long ten = spark.range(10).count();
    System.out.printf("counted %d %.2f%n", ten, seconds(start));
    File[] tables = new File(arguments[0]).listFiles(File::isDirectory);
    Arrays.sort(tables);
    for (File table : tables) {
      spark.read().parquet(table.toString()).write().parquet(arguments[1] + "/" + table.getName());
    }
    System.out.printf("written %d %.2f%n", tables.length, seconds(start));
    spark.stop();
  }

  private static double seconds(long start) {
    return (System.currentTimeMillis() - start) / 1e3;
  }
}
