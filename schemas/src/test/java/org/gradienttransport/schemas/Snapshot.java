package org.gradienttransport.schemas;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** What readers of a table rely on, as JSON with one column per line. */
final class Snapshot {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Snapshot() {}

  static String format(TableSpec table) {
    ObjectNode head = JSON.createObjectNode();
    head.put("table", table.name()).put("version", table.version());
    ArrayNode key = head.putArray("key");
    table.key().forEach(column -> key.add(column.name()));
    List<String> lines = table.columns().stream().map(Snapshot::line).toList();
    String opening = head.toString();
    return opening.substring(0, opening.length() - 1)
        + ",\"columns\":[\n"
        + String.join(",\n", lines)
        + "\n]}\n";
  }

  static TableSpec parse(String json) {
    try {
      return table(JSON.readTree(json));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a snapshot: " + json, e);
    }
  }

  private static String line(Column column) {
    return JSON.createObjectNode()
        .put("id", column.id())
        .put("name", column.name())
        .put("type", column.type().name())
        .put("presence", column.presence().name())
        .put("unit", column.unit())
        .put("stability", column.stability().name())
        .toString();
  }

  private static TableSpec table(JsonNode root) {
    List<Column> columns = new ArrayList<>();
    root.get("columns").forEach(node -> columns.add(column(node)));
    List<Column> key = new ArrayList<>();
    for (JsonNode name : root.get("key")) {
      columns.stream().filter(c -> c.name().equals(name.asText())).forEach(key::add);
    }
    return new TableSpec(
        root.get("table").asText(),
        root.get("version").asInt(),
        "One row is as it was published.",
        columns,
        key);
  }

  private static Column column(JsonNode node) {
    return new Column(
        node.get("id").asInt(),
        node.get("name").asText(),
        ColumnType.valueOf(node.get("type").asText()),
        Presence.valueOf(node.get("presence").asText()),
        node.get("unit").asText(),
        "As it was published.",
        Stability.valueOf(node.get("stability").asText()));
  }
}
