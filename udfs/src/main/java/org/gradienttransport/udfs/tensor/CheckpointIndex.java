package org.gradienttransport.udfs.tensor;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The index of a checkpoint in several files, as {@code pytorch_model.bin.index.json} and {@code
 * model.safetensors.index.json} give it: {@code {"metadata": ..., "weight_map": {"tensor name":
 * "file name"}}}. File names are plain, so that an index cannot point outside its own folder.
 */
public final class CheckpointIndex {
  private static final int LONGEST_FILE_NAME = 255;

  private final String name;
  private final Map<String, String> weightMap;
  private final List<String> shards;

  private CheckpointIndex(String name, Map<String, String> weightMap) {
    this.name = name;
    this.weightMap = Collections.unmodifiableMap(weightMap);
    this.shards = weightMap.values().stream().distinct().sorted().toList();
  }

  /**
   * Reads an index; the source stays open.
   *
   * @throws TensorFormatException if it is no index or names a file that is not plain
   */
  public static CheckpointIndex read(SeekableSource source) throws IOException {
    FilePlace place = new FilePlace(source.name(), "index");
    if (source.length() > Limits.INDEX) {
      throw place.refuse(
          "the index has " + source.length() + " bytes, more than " + Limits.INDEX,
          Remedy.BEYOND_LIMIT);
    }
    CheckpointIndex index = new CheckpointIndex(source.name(), weightMap(source, place));
    if (index.shards.size() > Limits.SHARDS) {
      throw place.refuse(
          "the index names " + index.shards.size() + " files, more than " + Limits.SHARDS,
          Remedy.BEYOND_LIMIT);
    }
    return index;
  }

  private static Map<String, String> weightMap(SeekableSource source, FilePlace place)
      throws IOException {
    try {
      return BoundedJson.read(
          source, 0, source.length(), place, json -> new Parser(json, place).weightMap());
    } catch (TensorFormatException e) {
      byte[] start = new byte[(int) Math.min(ForeignKind.SNIFFED, source.length())];
      source.readFully(0, start, 0, start.length);
      ForeignKind.refuseForJson(start, place);
      throw e;
    }
  }

  /** What messages call the index. */
  public String name() {
    return name;
  }

  /** File name of the shard that holds each tensor, in the order of the index. */
  public Map<String, String> weightMap() {
    return weightMap;
  }

  /** File names of all shards, sorted. */
  public List<String> shards() {
    return shards;
  }

  private static final class Parser {
    private final JsonParser json;
    private final FilePlace place;
    private long nameCharacters;

    Parser(JsonParser json, FilePlace place) {
      this.json = json;
      this.place = place;
    }

    Map<String, String> weightMap() throws IOException {
      Map<String, String> map = null;
      expect(json.nextToken(), JsonToken.START_OBJECT, "an object");
      for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
        json.nextToken();
        if (!key.equals("weight_map")) {
          json.skipChildren();
        } else if (map == null) {
          map = entries();
        } else {
          throw place.refuse("weight_map is given twice", Remedy.INDEX_AGAIN);
        }
      }
      expect(json.currentToken(), JsonToken.END_OBJECT, "the end of the object");
      if (json.nextToken() != null) {
        throw place.refuse("something follows the JSON object", Remedy.INDEX_AGAIN);
      }
      if (map == null || map.isEmpty()) {
        throw place.refuse("there is no weight_map, or an empty one", Remedy.INDEX_AGAIN);
      }
      return map;
    }

    private Map<String, String> entries() throws IOException {
      Map<String, String> map = new LinkedHashMap<>();
      expect(json.currentToken(), JsonToken.START_OBJECT, "a weight_map object");
      for (String tensor = json.nextFieldName(); tensor != null; tensor = json.nextFieldName()) {
        expect(json.nextToken(), JsonToken.VALUE_STRING, "a file name");
        FilePlace entry = place.at("weight_map, tensor " + FilePlace.quote(tensor));
        checkLimits(map.size(), tensor, entry);
        if (map.put(tensor, plain(json.getText(), entry)) != null) {
          throw entry.refuse("the tensor is listed twice", Remedy.INDEX_AGAIN);
        }
      }
      expect(json.currentToken(), JsonToken.END_OBJECT, "the end of weight_map");
      return map;
    }

    private void checkLimits(int tensors, String tensor, FilePlace entry)
        throws TensorFormatException {
      nameCharacters += tensor.length();
      if (tensors >= Limits.TENSORS
          || tensor.length() > Limits.NAME
          || nameCharacters > Limits.NAMES) {
        throw entry.refuse(
            ("the index lists more than %s tensors, or uses names beyond %s characters each or"
                    + " %s together")
                .formatted(Limits.TENSORS, Limits.NAME, Limits.NAMES),
            Remedy.BEYOND_LIMIT);
      }
    }

    private static String plain(String file, FilePlace entry) throws TensorFormatException {
      if (inFolder(file)) {
        throw entry.refuse(
            FilePlace.quote(file)
                + " lies in a folder of its own, and shards are read from the index's alone",
            "move the shards beside the index, and take the folder out of the names in it");
      }
      boolean plain =
          !file.isBlank()
              && file.length() <= LONGEST_FILE_NAME
              && !file.startsWith(".")
              && !file.contains("..")
              && file.codePoints().allMatch(Parser::plain);
      if (!plain) {
        throw entry.refuse(
            FilePlace.quote(file)
                + " is no plain file name: it may not begin with '.' nor hold '..', '/', '\\', ':' or"
                + " control characters",
            Remedy.INDEX_AGAIN);
      }
      return file;
    }

    /** Whether it names a file in a folder below, as some tools do. */
    private static boolean inFolder(String file) {
      return file.indexOf('/') > 0
          && file.length() <= LONGEST_FILE_NAME
          && !file.endsWith("/")
          && List.of("..", "//", "\\", ":").stream().noneMatch(file::contains);
    }

    private static boolean plain(int c) {
      int type = Character.getType(c);
      return c != '/'
          && c != '\\'
          && c != ':'
          && type != Character.CONTROL
          && type != Character.FORMAT
          && type != Character.SURROGATE
          && type != Character.LINE_SEPARATOR
          && type != Character.PARAGRAPH_SEPARATOR;
    }

    private void expect(JsonToken found, JsonToken wanted, String what)
        throws TensorFormatException {
      if (found != wanted) {
        throw place.refuse(
            "expected " + what + ", found " + Objects.requireNonNullElse(found, "the end"),
            Remedy.INDEX_AGAIN);
      }
    }
  }
}
