package org.gradienttransport.jobs.observe;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.spark.SparkConf;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.SparkSession;
import org.gradienttransport.jobs.cli.Commands;

/**
 * A process that runs a command with Spark's pages open, and looks at them as a monitoring system
 * does: whenever a job starts, and when the run is over.
 *
 * <p>Arguments: a folder for what was seen, then the command. Writes {@code during.txt}, {@code
 * after.txt} and {@code jobs.txt}.
 */
public final class ObservedRun {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();

  private ObservedRun() {}

  public static void main(String[] args) throws Exception {
    Path seen = Path.of(args[0]);
    String[] command = java.util.Arrays.copyOfRange(args, 1, args.length);
    String runId = command[command.length - 1];
    ConcurrentLinkedQueue<String> jobs = new ConcurrentLinkedQueue<>();
    RunLog.during(
        runId,
        () -> {
          SparkConf conf = new SparkConf();
          GradientTransportPlugin.addTo(conf);
          // Another's session is left open by the command, so that it can be looked at afterwards.
          SparkSession spark = SparkSession.builder().config(conf).getOrCreate();
          String url = spark.sparkContext().uiWebUrl().get() + "/metrics/prometheus";
          spark.sparkContext().addSparkListener(watcher(url, seen.resolve("during.txt"), jobs));
          int code = Commands.execute(command);
          Files.writeString(seen.resolve("after.txt"), get(url));
          Files.write(seen.resolve("jobs.txt"), jobs);
          spark.stop();
          new PrintStream(System.out, true, StandardCharsets.UTF_8).println("ended " + code);
          return code;
        });
  }

  /** The last look before the run is over wins. */
  private static SparkListener watcher(
      String url, Path during, ConcurrentLinkedQueue<String> jobs) {
    return new SparkListener() {
      @Override
      public void onJobStart(SparkListenerJobStart start) {
        jobs.add(
            start.properties().getProperty("spark.jobGroup.id")
                + "\t"
                + start.properties().getProperty("spark.job.description"));
        try {
          String group = start.properties().getProperty("spark.jobGroup.id", "");
          if (group.endsWith("measure")) {
            Files.writeString(during, get(url));
          }
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }

  private static String get(String url) throws IOException {
    try {
      HttpResponse<String> response =
          HTTP.send(
              HttpRequest.newBuilder(URI.create(url)).build(),
              HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      return "HTTP " + response.statusCode() + "\n" + response.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
