package org.gradienttransport.jobs.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.hadoop.security.AccessControlException;
import org.apache.spark.SparkException;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.junit.jupiter.api.Test;

/** What an operator reads, and what a scheduler does, after a failure of a file system. */
class StoreFailuresTest {
  private static JobException explained(Throwable failure) {
    return StoreFailures.explain(failure).orElseThrow();
  }

  @Test
  void whoDoesNotAnswerIsNamed() {
    ConnectException plain = new ConnectException("Connection refused");
    IOException named =
        new ConnectException(
            "Call From vm/127.0.0.1 to store:8020 failed on connection exception: "
                + plain
                + "; For more details see:  http://wiki.apache.org/hadoop/ConnectionRefused");
    named.initCause(plain);

    JobException explained = explained(new IOException("while listing", named));
    assertThat(explained(new UnknownHostException("store.example")))
        .hasMessageContaining("nobody knows the host store.example");

    assertThat(explained.exitCode()).isEqualTo(ExitCode.TRY_AGAIN);
    assertThat(explained)
        .hasMessageContaining("to store:8020 failed")
        .message()
        .doesNotContain("wiki");
  }

  @Test
  void aFailureOfSparksIsAFileSystemsOnlyIfItSaysSo() {
    SparkException bug =
        new SparkException("Job aborted: java.lang.NoClassDefFoundError: some/Function");
    SparkException store = new SparkException("Job aborted: java.io.IOException: reset by peer");

    assertThat(StoreFailures.explain(Tasks.unwrapped(new ExecutionException(bug)))).isEmpty();
    assertThat(explained(Tasks.unwrapped(new ExecutionException(store))).exitCode())
        .isEqualTo(ExitCode.TRY_AGAIN);
  }

  @Test
  void whatLocalFileSystemsRefuseIsNotTriedAgain() {
    for (IOException refused :
        List.of(
            new FileSystemException("/data/out", null, "Read-only file system"),
            new FileNotFoundException("/data/out/CURRENT.json (Permission denied)"))) {
      assertThat(explained(refused).exitCode()).isEqualTo(ExitCode.CANNOT_WRITE);
      assertThat(explained(refused)).hasMessageContaining("denied access: /data/out");
    }
  }

  /** As Hadoop's connector of S3 names it. */
  private static final class UnknownStoreException extends IOException {
    private static final long serialVersionUID = 1L;

    UnknownStoreException(String message) {
      super(message);
    }
  }

  @Test
  void anAbsentBucketIsAWrongConfigurationThatNoRepetitionHelps() {
    JobException explained =
        explained(new UnknownStoreException("`s3a://nowhere/': Bucket does not exist"));

    assertThat(explained.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(explained).hasMessageContaining("no such store: `s3a://nowhere/'");
  }

  @Test
  void whoIsNotLoggedInLearnsHowAndOthersWhatTheyLack() {
    assertThat(explained(new AccessControlException("Client cannot authenticate via:[KERBEROS]")))
        .hasMessageContaining("log in (kinit, or --principal and --keytab) and run again");
    assertThat(explained(new AccessDeniedException("lock", null, "No AWS Credentials provided by")))
        .hasMessageContaining("give the store's credentials (docs/s3.md) and run again");
    assertThat(explained(new AccessControlException("Permission denied: user=somebody")))
        .hasMessageContaining("give this user the permission and run again");
  }
}
