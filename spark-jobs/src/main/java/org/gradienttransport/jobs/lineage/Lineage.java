package org.gradienttransport.jobs.lineage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.gradienttransport.jobs.conf.Credentials;
import org.gradienttransport.jobs.io.Json;
import org.gradienttransport.jobs.io.SmallFiles;
import org.gradienttransport.schemas.TableSpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the events of runs to where somebody wants them: files in a folder, or an HTTP endpoint of
 * OpenLineage. A place that cannot be reached is a warning in the log and never harms a run.
 */
public final class Lineage {
  /** The variable of the environment that holds the key of an endpoint, as OpenLineage names it. */
  public static final String KEY = "OPENLINEAGE_API_KEY";

  private static final Logger LOG = LoggerFactory.getLogger(Lineage.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String ENDPOINT = "api/v1/lineage";

  /** How one event is delivered. */
  @FunctionalInterface
  private interface Transport {
    void send(String name, String event) throws IOException, InterruptedException;
  }

  private final Optional<Transport> transport;

  private Lineage(Optional<Transport> transport) {
    this.transport = transport;
  }

  /**
   * Events of one run.
   *
   * @param target an address of HTTP, or a folder of any file system; null to send nothing
   * @param configuration of Hadoop, for folders
   * @param key of the endpoint, if it asks for one
   */
  public static Lineage to(String target, Configuration configuration, Optional<String> key) {
    if (target == null) {
      return new Lineage(Optional.empty());
    }
    return new Lineage(
        Optional.of(
            target.toLowerCase(Locale.ROOT).matches("https?://.*")
                ? http(target, key)
                : folder(new Path(target), configuration)));
  }

  private static Transport folder(Path folder, Configuration configuration) {
    return (name, event) ->
        SmallFiles.replace(
            folder.getFileSystem(configuration), new Path(folder, name + ".json"), event);
  }

  private static Transport http(String base, Optional<String> key) {
    URI endpoint = URI.create(base.endsWith("/") ? base + ENDPOINT : base + "/" + ENDPOINT);
    HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    return (name, event) -> {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(endpoint)
              .timeout(PATIENCE)
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString(event));
      key.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
      HttpResponse<Void> answer = client.send(request.build(), BodyHandlers.discarding());
      if (answer.statusCode() / 100 != 2) {
        throw new IOException(endpoint + " answered " + answer.statusCode());
      }
    };
  }

  /** Whether anybody is to be told. */
  public boolean wanted() {
    return transport.isPresent();
  }

  /** The run has begun. */
  public void start(RunEvents run, Instant time, LocalDate asOf, List<String> roots) {
    send(run, "start", run.start(time, asOf, roots));
  }

  /** The run is complete; its {@code _RUN.json} and the tables it has. */
  public void complete(RunEvents run, Instant time, JsonNode description, List<TableSpec> tables) {
    send(run, "complete", run.complete(time, description, tables));
  }

  /** The run has failed. */
  public void fail(RunEvents run, Instant time, String message) {
    send(run, "fail", run.fail(time, Credentials.hidden(message)));
  }

  private void send(RunEvents run, String what, ObjectNode event) {
    if (transport.isEmpty()) {
      return;
    }
    try {
      transport.get().send(run.runId() + "." + what, Json.text(event));
    } catch (IOException | RuntimeException e) {
      LOG.warn(
          "the event of lineage '{}' was not taken: {}",
          what,
          Credentials.hidden(String.valueOf(e.getMessage())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
