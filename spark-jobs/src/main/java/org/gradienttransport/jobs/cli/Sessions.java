package org.gradienttransport.jobs.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.io.HadoopSettings;
import org.gradienttransport.jobs.io.SparkApplication;
import org.gradienttransport.jobs.observe.GradientTransportPlugin;
import org.gradienttransport.jobs.observe.LazySession;
import scala.Option;

/** Spark sessions that leave every setting to the operator. */
final class Sessions {
  /** Ends the setting by which YARN tells a driver where it shows the driver's pages. */
  private static final String YARN_PROXY = "AmIpFilter.param.PROXY_URI_BASES";

  private Sessions() {}

  /**
   * Starts Spark as it was configured outside. Sets only what the tables' meaning needs, and only
   * where nobody has; and adds our metrics to whatever plugins there are.
   */
  static OpenSession open(String name) {
    SparkConf conf = HadoopSettings.sparkConf();
    if (!conf.contains("spark.master")) {
      throw JobException.usage(
          "Spark has no master. Start with deploy/bin/gradient-transport, which runs Spark embedded"
              + " unless told otherwise, or with spark-submit --master URL.");
    }
    conf.setIfMissing("spark.app.name", "gradient-transport " + name);
    conf.setIfMissing("spark.sql.session.timeZone", "UTC");
    conf.setIfMissing("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS");
    GradientTransportPlugin.addTo(conf);
    boolean embeddedInAnother = SparkSession.getDefaultSession().isDefined();
    SparkSession session = SparkSession.builder().config(conf).getOrCreate();
    if (!session.sparkContext().isLocal()) {
      application(session.sparkContext()).begin();
    }
    return new OpenSession(session, embeddedInAnother ? () -> {} : () -> stop(session));
  }

  private static void stop(SparkSession session) {
    session.stop();
    SparkApplication.end();
  }

  private static SparkApplication application(SparkContext context) {
    Option<String> attempt = context.applicationAttemptId();
    Option<String> pages = context.uiWebUrl();
    String proxied =
        Arrays.stream(context.getConf().getAll())
            .filter(setting -> setting._1().endsWith(YARN_PROXY))
            .map(setting -> setting._2())
            .findFirst()
            .orElse(pages.isDefined() ? pages.get() : "");
    return new SparkApplication(
        context.applicationId(),
        attempt.isDefined() && attempt.get().matches("\\d{1,9}")
            ? Integer.parseInt(attempt.get())
            : 1,
        proxied);
  }

  /**
   * A session that starts when something is to be computed; in a cluster's driver at once, since
   * its resource manager gives up a driver that never asks for executors.
   */
  static LazySession lazy(String name) {
    List<OpenSession> opened = new ArrayList<>();
    LazySession session =
        new LazySession(
            () -> {
              opened.add(open(name));
              return opened.get(0).session();
            },
            started -> opened.get(0).close());
    if ("cluster".equals(HadoopSettings.spark().get("spark.submit.deployMode"))) {
      SparkSession unused = session.get();
    }
    return session;
  }

  /**
   * A session in use.
   *
   * @param session for the command's work
   * @param end stops Spark, unless somebody else started it
   */
  record OpenSession(SparkSession session, Runnable end) implements AutoCloseable {
    @Override
    public void close() {
      end.run();
    }
  }
}
