package org.gradienttransport.jobs.conf;

import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A value of a YAML file with the place it was read from. Values are looked at one by one as the
 * description asks for them, so aliases cannot make a small file large.
 *
 * @param file the file, as a Hadoop path
 * @param key path of keys from the top, such as {@code scales[0].entries}
 * @param node the value
 */
public record YamlNode(String file, String key, Node node) {

  /** File, line and key path, to begin a message with. */
  public String place() {
    String line = node.getStartMark().map(mark -> ":" + (mark.getLine() + 1)).orElse("");
    return file.substring(file.lastIndexOf('/') + 1) + line + ": " + (key.isEmpty() ? "top" : key);
  }

  public YamlNode child(String name, Node value) {
    return new YamlNode(file, key.isEmpty() ? name : key + "." + name, value);
  }

  public YamlNode item(int index, Node value) {
    return new YamlNode(file, key + "[" + index + "]", value);
  }

  public boolean isText() {
    return node.getTag().equals(Tag.STR);
  }

  public boolean isInteger() {
    return node.getTag().equals(Tag.INT);
  }

  public boolean isNumber() {
    return isInteger() || node.getTag().equals(Tag.FLOAT);
  }

  public boolean isMapping() {
    return node instanceof MappingNode;
  }

  public boolean isList() {
    return node instanceof SequenceNode;
  }

  /** The scalar as written, or empty for a list or mapping. */
  public String scalar() {
    return node instanceof ScalarNode scalar ? scalar.getValue() : "";
  }

  /** What the value is, for "expected this, got that". */
  public String what() {
    return switch (node.getNodeType()) {
      case SEQUENCE -> "a list";
      case MAPPING -> "a mapping";
      default -> node.getTag().equals(Tag.NULL) ? "nothing" : "'" + scalar() + "'";
    };
  }
}
