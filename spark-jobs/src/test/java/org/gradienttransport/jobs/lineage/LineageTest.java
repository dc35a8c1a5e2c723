package org.gradienttransport.jobs.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.hadoop.conf.Configuration;
import org.gradienttransport.schemas.Tables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events of OpenLineage as a catalogue receives them. */
class LineageTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant TIME = Instant.parse("2026-11-21T03:15:00Z");
  private static final RunEvents TOLD =
      new RunEvents(
          "s3a://bucket/transport", "2026-11-21T031500Z-1a2b3c4d", List.of("pico-lm", "pythia"));

  @TempDir Path folder;

  private JsonNode file(String what) throws Exception {
    return JSON.readTree(folder.resolve(TOLD.runId() + "." + what + ".json").toFile());
  }

  private Lineage files() {
    return Lineage.to(folder.toUri().toString(), new Configuration(), Optional.empty());
  }

  @Test
  void aRunStartsAndCompletesUnderOneUuidWithItsInputsAndTables() throws Exception {
    JsonNode description =
        JSON.readTree(
            """
            {"run_id": "2026-11-21T031500Z-1a2b3c4d", "measured": 12, "exit_code": 0,
             "families": [{"name": "pico-lm", "root": "s3a://bucket/data/pico-lm"},
                          {"name": "pythia", "root": "hdfs://name:8020/data/pythia"}]}
            """);

    files().start(TOLD, TIME, LocalDate.of(2026, 11, 21), List.of("/data/my models"));
    files().complete(TOLD, TIME, description, List.of(Tables.rowType("field_transport").table()));

    JsonNode start = file("start");
    JsonNode complete = file("complete");
    for (JsonNode event : List.of(start, complete)) {
      assertThat(event.path("schemaURL").asText())
          .isEqualTo("https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent");
      assertThat(event.path("eventTime").asText()).isEqualTo("2026-11-21T03:15:00Z");
      assertThat(event.path("producer").asText()).isNotEmpty();
      assertThat(event.at("/job/namespace").asText()).isEqualTo("s3a://bucket/transport");
      assertThat(event.at("/job/name").asText()).isEqualTo("gradient-transport.pico-lm+pythia");
      event
          .at("/run/facets")
          .forEach(
              facet ->
                  assertThat(facet.fieldNames()).toIterable().contains("_producer", "_schemaURL"));
    }
    assertThat(start.path("eventType").asText()).isEqualTo("START");
    assertThat(complete.path("eventType").asText()).isEqualTo("COMPLETE");
    assertThat(UUID.fromString(start.at("/run/runId").asText()))
        .isEqualTo(UUID.fromString(complete.at("/run/runId").asText()));
    assertThat(start.at("/inputs/0").toString())
        .isEqualTo("{\"namespace\":\"file\",\"name\":\"/data/my models\"}");
    assertThat(complete.path("inputs").toString())
        .isEqualTo(
            "[{\"namespace\":\"s3://bucket\",\"name\":\"data/pico-lm\"},"
                + "{\"namespace\":\"hdfs://name:8020\",\"name\":\"/data/pythia\"}]");
    JsonNode output = complete.at("/outputs/0");
    assertThat(output.path("name").asText()).isEqualTo("transport/field_transport");
    assertThat(output.at("/facets/version/datasetVersion").asText()).isEqualTo(TOLD.runId());
    assertThat(output.at("/facets/schema/fields"))
        .hasSize(Tables.rowType("field_transport").table().columns().size());
    assertThat(complete.at("/run/facets/gradientTransport_run/measured").asInt()).isEqualTo(12);
  }

  @Test
  void aFailedRunSaysWhyWithoutPasswords() throws Exception {
    files().fail(TOLD, TIME, "cannot read s3a://key:hunter2@bucket/data");

    assertThat(file("fail").path("eventType").asText()).isEqualTo("FAIL");
    assertThat(file("fail").at("/run/facets/errorMessage/message").asText())
        .contains("cannot read")
        .doesNotContain("hunter2");
  }

  @Test
  void anEndpointGetsTheEventWithItsKey() throws Exception {
    List<String> received = new CopyOnWriteArrayList<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/api/v1/lineage",
        exchange -> {
          received.add(
              exchange.getRequestHeaders().getFirst("Authorization")
                  + " "
                  + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(201, -1);
          exchange.close();
        });
    server.start();
    try {
      String address = "http://127.0.0.1:" + server.getAddress().getPort();
      Lineage.to(address, new Configuration(), Optional.of("a key")).fail(TOLD, TIME, "why");
    } finally {
      server.stop(0);
    }

    assertThat(received).hasSize(1);
    assertThat(received.get(0)).startsWith("Bearer a key {").contains("\"FAIL\"");
  }

  @Test
  void aPlaceThatCannotBeReachedHarmsNothingAndNoPlaceSendsNothing() throws Exception {
    Lineage.to("http://127.0.0.1:1", new Configuration(), Optional.empty()).fail(TOLD, TIME, "why");
    Lineage.to("nowhere://at/all", new Configuration(), Optional.empty()).fail(TOLD, TIME, "why");
    Lineage.to(null, new Configuration(), Optional.empty()).fail(TOLD, TIME, "why");

    try (var files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }
}
