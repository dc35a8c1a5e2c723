package org.gradienttransport.jobs.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.security.AccessControlException;
import org.apache.spark.SparkException;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;

/**
 * What a failing file system means to whoever runs us: free some space, give permission, or simply
 * try again. Nothing is ever half published, so trying again is always right.
 */
public final class StoreFailures {
  /** What Linux, Windows, HDFS and quotas say when nothing more fits. */
  private static final List<String> FULL =
      List.of(
          "no space left on device",
          "not enough space on the disk",
          "disk quota exceeded",
          "dsquotaexceededexception",
          "nsquotaexceededexception");

  /** What local file systems say, without a kind of exception for it. */
  private static final List<String> DENIED =
      List.of("read-only file system", "(permission denied)", "operation not permitted");

  /** What Hadoop says where a store asks for Kerberos and this process has no ticket. */
  private static final List<String> NOT_LOGGED_IN =
      List.of("cannot authenticate via", "authentication is not enabled");

  /** The same of S3, whose connector is not on every class path. */
  private static final List<String> NO_CREDENTIALS =
      List.of("noauthwithawsexception", "no aws credentials provided");

  private static final List<String> NO_STORE = List.of("unknownstoreexception", "nosuchbucket");

  /** What happens after a failure, in all its sentences. */
  private static final String KEPT =
      " Nothing of this run was published, readers see what they saw before, and committed"
          + " measurements are kept: ";

  private StoreFailures() {}

  /**
   * The error a user can act on, if a file system is to blame. Executors' failures reach the driver
   * wrapped, or as text inside Spark's own.
   */
  public static Optional<JobException> explain(Throwable failure) {
    Throwable full = null;
    Throwable denied = null;
    Throwable failed = null;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof JsonProcessingException) {
        return Optional.empty();
      }
      if (says(cause, FULL)) {
        full = cause;
      }
      if (cause instanceof AccessControlException
          || cause instanceof AccessDeniedException
          || cause instanceof ReadOnlyFileSystemException
          || says(cause, DENIED)) {
        denied = cause;
      }
      boolean onlyCarriesSparks =
          cause.getCause() instanceof SparkException
              && cause.getCause().toString().equals(cause.getMessage());
      if ((cause instanceof IOException || says(cause, List.of("java.io.ioexception: ")))
          && !onlyCarriesSparks
          && !(failed != null && ofTheNetwork(failed) && ofTheNetwork(cause))) {
        failed = cause;
      }
    }
    if (full != null) {
      return Optional.of(
          cannotWrite("There is no space left: ", full, "free some space (gc lists what can go)"));
    }
    if (denied != null) {
      return Optional.of(
          cannotWrite(
              "A file system denied access: ",
              denied,
              says(denied, NOT_LOGGED_IN)
                  ? "log in (kinit, or --principal and --keytab)"
                  : says(denied, NO_CREDENTIALS)
                      ? "give the store's credentials (docs/s3.md)"
                      : "give this user the permission"));
    }
    if (failed != null && says(failed, NO_STORE)) {
      return Optional.of(
          new JobException(
              ExitCode.CONFIGURATION, "There is no such store: " + line(failed) + ".", failed));
    }
    return failed == null ? Optional.empty() : Optional.of(failed(failed));
  }

  private static boolean says(Throwable failure, List<String> words) {
    String text = String.valueOf(failure).toLowerCase(Locale.ROOT);
    return words.stream().anyMatch(text::contains);
  }

  /** Of these Hadoop wraps each in one of its kind that names the host and the port. */
  private static boolean ofTheNetwork(Throwable failure) {
    return failure instanceof SocketException
        || failure instanceof SocketTimeoutException
        || failure instanceof UnknownHostException;
  }

  private static JobException cannotWrite(String what, Throwable cause, String remedy) {
    return new JobException(
        ExitCode.CANNOT_WRITE, what + line(cause) + "." + KEPT + remedy + " and run again.", cause);
  }

  private static JobException failed(Throwable cause) {
    return new JobException(
        ExitCode.TRY_AGAIN,
        "A file system failed: " + line(cause) + "." + KEPT + "run again.",
        cause);
  }

  /** Spark's messages can run to pages; the line that speaks of the file system is enough. */
  private static String line(Throwable cause) {
    String text =
        (cause instanceof UnknownHostException ? "nobody knows the host " : "")
            + cause.getMessage();
    String line =
        text.lines()
            .filter(one -> one.contains("IOException") || says(new IOException(one), FULL))
            .findFirst()
            .orElse(text.lines().findFirst().orElse(cause.getClass().getSimpleName()))
            .replaceFirst("; For more details see: .*", "")
            .strip();
    line = line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    return line.length() > 300 ? line.substring(0, 300) + " ..." : line;
  }
}
