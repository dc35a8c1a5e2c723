package org.gradienttransport.jobs.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Types of Kubernetes and of the Spark operator, from {@code kubernetes/types.json}, against which
 * manifests are checked: field names, kinds of values, enumerations, minima, required fields.
 */
final class KubernetesTypes {
  /** A name that can be part of a host's. */
  private static final String NAME = "[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?";

  private static final String QUANTITY = "[0-9]+([.][0-9]+)?(m|k|M|G|T|P|Ki|Mi|Gi|Ti|Pi)?";

  private final JsonNode types;

  KubernetesTypes() throws IOException {
    try (InputStream in = KubernetesTypes.class.getResourceAsStream("/kubernetes/types.json")) {
      types = new ObjectMapper().readTree(in);
    }
  }

  /** What is wrong with a document, each with its place; empty if nothing is. */
  List<String> problems(Map<String, Object> document) {
    List<String> problems = new ArrayList<>();
    String kind = String.valueOf(document.get("kind"));
    check(document, types.has(kind) ? kind : "no known kind", kind, problems);
    return problems;
  }

  private void check(Object value, String type, String place, List<String> problems) {
    if (type.startsWith("[]")) {
      if (value instanceof List<?> list) {
        list.forEach(item -> check(item, type.substring(2), place + "[]", problems));
      } else {
        problems.add(place + " is no list");
      }
    } else if (type.startsWith("{}")) {
      String of = type.length() > 2 ? type.substring(2) : "string";
      if (value instanceof Map<?, ?> map) {
        map.forEach((key, item) -> check(item, of, place + "." + key, problems));
      } else {
        problems.add(place + " is no map");
      }
    } else if (type.startsWith("=")) {
      if (!Arrays.asList(type.substring(1).split("\\|", -1)).contains(value)) {
        problems.add(place + " is " + value + ", not one of " + type.substring(1));
      }
    } else if (types.has(type)) {
      checkObject(value, types.get(type), place, problems);
    } else if (!simple(value, type)) {
      problems.add(place + " is " + value + ", not of type " + type);
    }
  }

  private static boolean simple(Object value, String type) {
    return switch (type) {
      case "string" -> value instanceof String;
      case "name" -> value instanceof String text && text.matches(NAME);
      case "bool" -> value instanceof Boolean;
      case "quantity" -> String.valueOf(value).matches(QUANTITY);
      case "any" -> true;
      case "int" -> value instanceof Integer || value instanceof Long;
      default ->
          type.startsWith("int>=")
              && simple(value, "int")
              && ((Number) value).longValue() >= Long.parseLong(type.substring("int>=".length()));
    };
  }

  private void checkObject(Object value, JsonNode fields, String place, List<String> problems) {
    if (!(value instanceof Map<?, ?> map)) {
      problems.add(place + " is no object");
      return;
    }
    JsonNode inherited = types.path(fields.path("+").asText());
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      String name = String.valueOf(entry.getKey());
      String type = fields.path(name).asText(inherited.path(name).asText(""));
      if (type.isEmpty() || name.equals("+")) {
        problems.add(place + " has no field " + name);
      } else {
        check(entry.getValue(), type.replaceFirst("!$", ""), place + "." + name, problems);
      }
    }
    fields
        .properties()
        .forEach(
            field -> {
              if (field.getValue().asText().endsWith("!") && !map.containsKey(field.getKey())) {
                problems.add(place + " lacks " + field.getKey());
              }
            });
  }
}
