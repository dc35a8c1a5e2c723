package org.gradienttransport.jobs.lineage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.gradienttransport.jobs.io.Json;
import org.gradienttransport.schemas.Column;
import org.gradienttransport.schemas.TableSpec;

/**
 * The events of one run: {@code START}, and {@code COMPLETE} or {@code FAIL}. Events of one run
 * have one UUID, made of the warehouse and the run's name, so that whoever sends one twice says
 * nothing new.
 *
 * @param warehouse fully qualified address of the warehouse
 * @param runId the run's name
 * @param names of its families and studies, in their order
 */
public record RunEvents(String warehouse, String runId, List<String> names) {
  private static final String SPEC = "https://openlineage.io/spec/";
  private static final String SCHEMA = SPEC + "2-0-2/OpenLineage.json#/$defs/RunEvent";
  private static final String PRODUCER = "urn:gradient-transport";

  public RunEvents {
    names = List.copyOf(names);
  }

  ObjectNode start(Instant time, LocalDate asOf, List<String> roots) {
    ObjectNode event = event("START", time);
    ObjectNode nominal = runFacet(event, "nominalTime", "1-0-1/NominalTimeRunFacet.json");
    nominal.put("nominalStartTime", asOf + "T00:00:00Z");
    inputs(event, roots);
    return event;
  }

  /**
   * The run is complete.
   *
   * @param description its {@code _RUN.json}
   * @param tables that it has
   */
  ObjectNode complete(Instant time, JsonNode description, List<TableSpec> tables) {
    ObjectNode event = event("COMPLETE", time);
    event.withObject("/run/facets").set("gradientTransport_run", described(description));
    List<String> roots =
        description.path("families").findValuesAsText("root").stream().distinct().toList();
    inputs(event, roots);
    ArrayNode outputs = event.putArray("outputs");
    tables.forEach(table -> outputs.add(output(table)));
    return event;
  }

  /** The run has failed; what was there before stays as it was. */
  ObjectNode fail(Instant time, String message) {
    ObjectNode event = event("FAIL", time);
    runFacet(event, "errorMessage", "1-0-1/ErrorMessageRunFacet.json")
        .put("message", message)
        .put("programmingLanguage", "Java");
    return event;
  }

  private ObjectNode event(String type, Instant time) {
    ObjectNode event =
        Json.object()
            .put("eventType", type)
            .put("eventTime", time.toString())
            .put("producer", PRODUCER)
            .put("schemaURL", SCHEMA);
    String name = warehouse + "/runs/" + runId;
    event
        .putObject("run")
        .put("runId", UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString())
        .putObject("facets");
    ObjectNode job =
        event
            .putObject("job")
            .put("namespace", warehouse)
            .put("name", "gradient-transport." + String.join("+", names));
    ObjectNode kind = facet(job.putObject("facets"), "jobType", "2-0-3/JobTypeJobFacet.json");
    kind.put("processingType", "BATCH").put("integration", "SPARK").put("jobType", "APPLICATION");
    return event;
  }

  private static ObjectNode runFacet(ObjectNode event, String name, String schema) {
    return facet(event.withObject("/run/facets"), name, schema);
  }

  private static ObjectNode facet(ObjectNode facets, String name, String schema) {
    String definition = schema.substring(schema.indexOf('/') + 1).replace(".json", "");
    return facets
        .putObject(name)
        .put("_producer", PRODUCER)
        .put("_schemaURL", SPEC + "facets/" + schema + "#/$defs/" + definition);
  }

  /** What of the run's own description others may want to search for. */
  private static ObjectNode described(JsonNode description) {
    ObjectNode facet =
        Json.object()
            .put("_producer", PRODUCER)
            .put("_schemaURL", SPEC + "2-0-2/OpenLineage.json#/$defs/RunFacet");
    for (String key :
        List.of(
            "run_id",
            "as_of",
            "exit_code",
            "code_version",
            "method_version",
            "configuration_hash",
            "inputs_digest",
            "inputs",
            "input_bytes",
            "measured",
            "previous_run_id",
            "fields_by_status")) {
      if (description.hasNonNull(key)) {
        facet.set(key, description.get(key));
      }
    }
    return facet;
  }

  private static void inputs(ObjectNode event, List<String> roots) {
    ArrayNode inputs = event.putArray("inputs");
    for (String root : roots) {
      inputs.add(dataset(root));
    }
  }

  private ObjectNode output(TableSpec table) {
    ObjectNode output = dataset(warehouse + "/" + table.name());
    ObjectNode facets = output.putObject("facets");
    facet(facets, "version", "1-0-1/DatasetVersionDatasetFacet.json").put("datasetVersion", runId);
    facet(facets, "documentation", "1-1-0/DocumentationDatasetFacet.json")
        .put("description", table.doc());
    ArrayNode fields = facet(facets, "schema", "1-1-1/SchemaDatasetFacet.json").putArray("fields");
    for (Column column : table.columns()) {
      fields
          .addObject()
          .put("name", column.name())
          .put("type", column.type().label())
          .put("description", column.comment());
    }
    return output;
  }

  /** A dataset by OpenLineage's rules of naming: the store, and the path in it. */
  private static ObjectNode dataset(String address) {
    URI uri = URI.create(address.replace(" ", "%20"));
    String scheme = uri.getScheme() == null ? "file" : uri.getScheme().replaceFirst("^s3a$", "s3");
    String path = uri.getPath() == null ? address : uri.getPath();
    boolean bucket = scheme.equals("s3") || scheme.equals("gs");
    return Json.object()
        .put(
            "namespace",
            uri.getRawAuthority() == null ? scheme : scheme + "://" + uri.getRawAuthority())
        .put("name", bucket ? path.replaceFirst("^/", "") : path);
  }
}
