package org.gradienttransport.jobs.io;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;

/**
 * The operator's settings in a process without a Spark session. They are Spark's, and mean the
 * same: {@code spark.hadoop.NAME} is Hadoop's {@code NAME}; what was given as {@code --conf} wins
 * over the properties file, and both over Hadoop's own files on the class path.
 */
public final class HadoopSettings {
  /** The system property by which the launcher names the properties file. */
  public static final String FILE = "gradient.transport.properties.file";

  private static final String SPARK = "spark.";
  private static final String HADOOP = "spark.hadoop.";

  private HadoopSettings() {}

  /**
   * Hadoop's configuration: its {@code core-site.xml} on the class path, then the settings {@code
   * spark.hadoop.*} of the properties file, then those of the system properties. Where it asks for
   * Kerberos, the process is logged in as the settings say.
   *
   * @throws JobException with exit code CONFIGURATION if the properties file or the key table
   *     cannot be read, UNAVAILABLE if Kerberos refuses the login
   */
  public static Configuration configuration() {
    Configuration configuration = new Configuration();
    Map<String, String> settings = spark();
    settings.forEach(
        (name, value) -> {
          if (name.startsWith(HADOOP)) {
            configuration.set(name.substring(HADOOP.length()), value);
          }
        });
    KerberosLogin.ensure(configuration, settings);
    return configuration;
  }

  /** The operator's settings as a Spark of theirs would have them; no Spark is started for it. */
  public static SparkConf sparkConf() {
    SparkConf conf = new SparkConf(false);
    spark().forEach(conf::set);
    return conf;
  }

  /**
   * All settings {@code spark.*}, by name: those of the properties file, then those of the system
   * properties, where spark-submit and the launcher put what was given as {@code --conf}.
   *
   * @throws JobException with exit code CONFIGURATION if the properties file cannot be read
   */
  public static Map<String, String> spark() {
    Map<String, String> settings = new TreeMap<>();
    String file = System.getProperty(FILE, "");
    if (!file.isEmpty()) {
      add(read(Path.of(file)), settings);
    }
    add(System.getProperties(), settings);
    return settings;
  }

  private static Properties read(Path file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new JobException(
          ExitCode.CONFIGURATION,
          "The properties file " + file + " cannot be read: " + e.getMessage(),
          e);
    }
    return properties;
  }

  private static void add(Properties properties, Map<String, String> settings) {
    for (String name : properties.stringPropertyNames()) {
      if (name.startsWith(SPARK)) {
        settings.put(name, properties.getProperty(name).strip());
      }
    }
  }
}
