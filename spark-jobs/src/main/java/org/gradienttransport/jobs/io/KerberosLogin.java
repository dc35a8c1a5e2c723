package org.gradienttransport.jobs.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonConfigurationKeysPublic;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs a process in that spark-submit has not: with the principal and the key table that Spark's
 * own settings name. Hadoop renews a login of a key table for as long as the process lives.
 */
final class KerberosLogin {
  private static final Logger LOG = LoggerFactory.getLogger(KerberosLogin.class);
  private static final String ASKED = CommonConfigurationKeysPublic.HADOOP_SECURITY_AUTHENTICATION;
  private static final String PRINCIPAL = "spark.kerberos.principal";
  private static final String KEY_TABLE = "spark.kerberos.keytab";
  private static final String OLD_PRINCIPAL = "spark.yarn.principal";
  private static final String OLD_KEY_TABLE = "spark.yarn.keytab";
  private static final String PROXY_USER = "HADOOP_PROXY_USER";

  private static boolean told;

  private KerberosLogin() {}

  /**
   * Logs in, unless the process is or the settings ask for nothing.
   *
   * @throws JobException with exit code CONFIGURATION if half of a login or two users are given,
   *     the key table cannot be read, or the machine knows no Kerberos; UNAVAILABLE if Kerberos
   *     refuses it or cannot be asked
   */
  static synchronized void ensure(Configuration hadoop, Map<String, String> spark) {
    String principal = spark.getOrDefault(PRINCIPAL, spark.getOrDefault(OLD_PRINCIPAL, ""));
    String keyTable = spark.getOrDefault(KEY_TABLE, spark.getOrDefault(OLD_KEY_TABLE, ""));
    if (principal.isEmpty() != keyTable.isEmpty()) {
      throw JobException.configuration(
          "%s is given without %s; a login takes both"
              .formatted(
                  principal.isEmpty() ? KEY_TABLE : PRINCIPAL,
                  principal.isEmpty() ? PRINCIPAL : KEY_TABLE));
    }
    if (!principal.isEmpty() && !System.getProperty(PROXY_USER, "").isEmpty()) {
      throw JobException.configuration(
          "A principal to log in as (%s) and a user to act for (--proxy-user) exclude each other"
              .formatted(PRINCIPAL));
    }
    if (!"kerberos".equalsIgnoreCase(hadoop.getTrimmed(ASKED, ""))) {
      if (!principal.isEmpty() && !told) {
        told = true;
        LOG.warn("{} is not logged in: {} does not ask for Kerberos", principal, ASKED);
      }
      return;
    }
    if (alreadyByKeyTable()) {
      return; // by spark-submit, or by YARN's application master
    }
    Optional<Path> keys = keyTable.isEmpty() ? Optional.empty() : Optional.of(file(keyTable));
    if (!UserGroupInformation.isSecurityEnabled()) {
      useKerberos(hadoop);
    }
    keys.ifPresent(file -> logIn(principal, file));
  }

  private static void useKerberos(Configuration hadoop) {
    try {
      SparkHadoopUtil unused = SparkHadoopUtil.get(); // It decides anew when it is first needed.
      UserGroupInformation.setConfiguration(hadoop);
    } catch (IllegalArgumentException e) {
      throw JobException.configuration(
          "A store asks for Kerberos, which is not set up here: %s. Install krb5.conf, or name one with"
                  .formatted(rootMessage(e))
              + " --driver-java-options -Djava.security.krb5.conf=FILE");
    }
  }

  private static boolean alreadyByKeyTable() {
    try {
      return UserGroupInformation.isSecurityEnabled() && UserGroupInformation.isLoginKeytabBased();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path file(String keyTable) {
    Path file =
        keyTable.matches("(file|local):.*")
            ? Path.of(URI.create(keyTable).getPath())
            : Path.of(keyTable);
    if (!Files.isReadable(file)) {
      throw JobException.configuration(
          "The key table %s (%s) is not there or cannot be read".formatted(file, KEY_TABLE));
    }
    return file;
  }

  private static void logIn(String principal, Path keyTable) {
    try {
      UserGroupInformation.loginUserFromKeytab(principal, keyTable.toString());
    } catch (IOException e) {
      throw new JobException(
          ExitCode.UNAVAILABLE,
          "Kerberos refused the login of %s with the key table %s: %s"
              .formatted(principal, keyTable, rootMessage(e)),
          e);
    }
  }

  private static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }
}
