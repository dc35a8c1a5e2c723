package org.gradienttransport.jobs.cli;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.gradienttransport.jobs.hub.fetch.HubOptions;
import org.gradienttransport.jobs.io.Tasks.Retries;
import picocli.CommandLine.Option;

/** Where the hub is, and how politely and patiently it is asked. */
final class TransferOptions {
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

  @Option(
      names = "--hub",
      defaultValue = "${env:HF_ENDPOINT:-https://huggingface.co}",
      paramLabel = "URL",
      description = "Address of the hub. Default: $HF_ENDPOINT, or else https://huggingface.co")
  private String hub;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "File with the access token. It is sent to the hub's own address alone.")
  Path tokenFile;

  @Option(
      names = "--token-variable",
      defaultValue = "HF_TOKEN",
      paramLabel = "NAME",
      description =
          "Environment variable with the access token, if there is no token file."
              + " Default: ${DEFAULT-VALUE}")
  String tokenVariable;

  @Option(
      names = "--concurrency",
      defaultValue = "4",
      paramLabel = "N",
      description = "Downloads at once. Default: ${DEFAULT-VALUE}")
  int concurrency;

  @Option(
      names = "--max-rate",
      defaultValue = "0",
      paramLabel = "BYTES",
      description =
          "Bytes per second of all downloads together, such as 50MB; 0 for no limit."
              + " Default: ${DEFAULT-VALUE}")
  String maxRate;

  @Option(
      names = "--retries",
      defaultValue = "8",
      paramLabel = "N",
      description =
          "Failures in a row that are forgiven; a transfer that got further starts anew."
              + " Default: ${DEFAULT-VALUE}")
  private int retries;

  @Option(
      names = "--first-wait",
      defaultValue = "2",
      paramLabel = "SECONDS",
      description = "Wait after the first failure, doubled each time. Default: ${DEFAULT-VALUE}")
  private int firstWait;

  @Option(
      names = "--longest-wait",
      defaultValue = "300",
      paramLabel = "SECONDS",
      description = "Longest wait, even if the hub asks for more. Default: ${DEFAULT-VALUE}")
  private int longestWait;

  @Option(
      names = "--connect-timeout",
      defaultValue = "20",
      paramLabel = "SECONDS",
      description = "How long a connection may take. Default: ${DEFAULT-VALUE}")
  private int connectTimeout;

  @Option(
      names = "--response-timeout",
      defaultValue = "60",
      paramLabel = "SECONDS",
      description = "How long the head of an answer may take. Default: ${DEFAULT-VALUE}")
  private int responseTimeout;

  @Option(
      names = "--stall-timeout",
      defaultValue = "60",
      paramLabel = "SECONDS",
      description =
          "How long a transfer may pause before it is resumed anew. Default: ${DEFAULT-VALUE}")
  private int stallTimeout;

  @Option(
      names = "--progress-seconds",
      defaultValue = "10",
      paramLabel = "SECONDS",
      description = "Time between two lines of progress. Default: ${DEFAULT-VALUE}")
  int progressSeconds;

  /**
   * @throws IllegalArgumentException when an option makes no sense
   */
  HubOptions hub(Optional<String> token) {
    URI address = URI.create(hub);
    boolean http = "http".equals(address.getScheme());
    require(
        (http || "https".equals(address.getScheme()))
            && address.getHost() != null
            && address.getUserInfo() == null
            && address.getQuery() == null,
        "--hub must be http(s)://host[:port][/path] without user and query");
    require(
        token.isEmpty() || !http || LOOPBACK.contains(address.getHost()),
        "a token would travel unencrypted to an http: hub; use https:");
    require(
        token.orElse("").chars().allMatch(c -> c > ' ' && c < 127),
        "the token holds a space, a line break or a character that is not ASCII");
    require(concurrency >= 1 && concurrency <= 64, "--concurrency must be from 1 to 64");
    require(retries >= 0, "--retries must not be negative");
    require(firstWait >= 0 && longestWait >= 0, "waits must not be negative");
    require(
        connectTimeout > 0 && responseTimeout > 0 && stallTimeout > 0 && progressSeconds > 0,
        "timeouts and --progress-seconds must be above 0");
    return new HubOptions(
        address,
        token,
        Duration.ofSeconds(connectTimeout),
        Duration.ofSeconds(responseTimeout),
        Duration.ofSeconds(stallTimeout),
        new Retries(retries, Duration.ofSeconds(firstWait), Duration.ofSeconds(longestWait)));
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
