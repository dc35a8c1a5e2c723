package org.gradienttransport.jobs.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Values as text that programs read. */
final class CellText {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private CellText() {}

  /** A CSV cell: empty for null, JSON for lists and structs. */
  static String csv(Object value) {
    String text = value == null ? "" : text(value);
    return text.matches("(?s).*[\",\r\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }

  /** JSON for lists and structs, else the value as it prints. */
  static String text(Object value) {
    return value instanceof List || value instanceof Map
        ? json(value).toString()
        : value.toString();
  }

  /** One row as a JSON object. */
  static ObjectNode object(List<String> names, List<Object> values) {
    ObjectNode object = JSON.objectNode();
    for (int i = 0; i < names.size(); i++) {
      object.set(names.get(i), json(values.get(i)));
    }
    return object;
  }

  /** All rows as a JSON array. */
  static ArrayNode array(QueryResult result) {
    ArrayNode rows = JSON.arrayNode();
    result.rows().forEach(row -> rows.add(object(result.columns(), row)));
    return rows;
  }

  private static JsonNode json(Object value) {
    if (value == null) {
      return JSON.nullNode();
    }
    if (value instanceof List<?> list) {
      ArrayNode array = JSON.arrayNode();
      list.forEach(element -> array.add(json(element)));
      return array;
    }
    if (value instanceof Map<?, ?> map) {
      List<String> names = map.keySet().stream().map(String::valueOf).toList();
      return object(names, new ArrayList<>(map.values()));
    }
    return scalar(value);
  }

  private static JsonNode scalar(Object value) {
    if (value instanceof Boolean flag) {
      return JSON.booleanNode(flag);
    }
    if (value instanceof Double number && Double.isFinite(number)) {
      return JSON.numberNode(number);
    }
    if (value instanceof BigDecimal number) {
      return JSON.numberNode(number);
    }
    if (value instanceof BigInteger number) {
      return JSON.numberNode(number);
    }
    if (value instanceof Long
        || value instanceof Integer
        || value instanceof Short
        || value instanceof Byte) {
      return JSON.numberNode(((Number) value).longValue());
    }
    return JSON.textNode(value.toString());
  }
}
