import java.io.IOException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Asks a Spark Connect server, with ANSI on and off and in two time zones, and prints what it answers. */
public final class ConnectClient {
  private ConnectClient() {}

  /** Arguments: the server's address, then queries. */
  public static void main(String[] args) throws IOException {
    try (SparkSession spark = SparkSession.builder().remote(args[0]).getOrCreate()) {
      for (String ansi : new String[] {"true", "false"}) {
        for (String zone : new String[] {"UTC", "Pacific/Chatham"}) {
          spark.conf().set("spark.sql.ansi.enabled", ansi);
          spark.conf().set("spark.sql.session.timeZone", zone);
          for (int i = 1; i < args.length; i++) {
            for (Row row : spark.sql(args[i]).collectAsList()) {
              System.out.println("answer " + ansi + " " + zone + " " + i + " " + row.getString(0));
            }
          }
        }
      }
    }
    System.exit(0);
  }
}
