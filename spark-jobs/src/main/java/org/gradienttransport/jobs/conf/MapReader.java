package org.gradienttransport.jobs.conf;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.gradienttransport.schemas.vocabulary.Word;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Reads one mapping strictly. A wrong value is noted and replaced by a harmless one, so that every
 * problem of a file is found in one go; {@link #build} makes something of the values only if none
 * of them was wrong.
 */
public final class MapReader {
  private final YamlNode at;
  private final Problems problems;
  private final Map<String, YamlNode> values;
  private final TreeSet<String> asked = new TreeSet<>();
  private final int problemsBefore;

  public MapReader(YamlNode at, Problems problems) {
    this(at, problems.count(), entries(at, problems), problems);
  }

  /** A mapping put together from several files. */
  public MapReader(YamlNode at, Map<String, YamlNode> values, Problems problems) {
    this(at, problems.count(), values, problems);
  }

  private MapReader(
      YamlNode at, int problemsBefore, Map<String, YamlNode> values, Problems problems) {
    this.at = at;
    this.problems = problems;
    this.problemsBefore = problemsBefore;
    this.values = values;
  }

  /** The entries of a mapping; doubled keys and values that are no mapping are problems. */
  public static Map<String, YamlNode> entries(YamlNode at, Problems problems) {
    Map<String, YamlNode> entries = new LinkedHashMap<>();
    if (!(at.node() instanceof MappingNode mapping) || !mapping.getTag().equals(Tag.MAP)) {
      problems.add(at, "expected a mapping of keys to values, got " + at.what());
      return entries;
    }
    for (NodeTuple tuple : mapping.getValue()) {
      String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
      YamlNode value = at.child(key, tuple.getValueNode());
      if (key.isBlank()) {
        problems.add(value, "a key must be plain text; write 'key: value'");
      } else if (entries.putIfAbsent(key, value) != null) {
        problems.add(value, "this key is there twice; remove one");
      }
    }
    return entries;
  }

  /** A reader of a mapping inside this one. */
  public MapReader inside(YamlNode value) {
    return new MapReader(value, problems);
  }

  /** Stands for a list inside this mapping whose items are read one by one. */
  public MapReader insideList(YamlNode value) {
    return new MapReader(value, Map.of(), problems);
  }

  /** Where a key's value is, or the mapping itself if the key is not there. */
  public YamlNode at(String key) {
    return values.getOrDefault(key, at);
  }

  public boolean has(String key) {
    asked.add(key);
    return values.containsKey(key);
  }

  /** The keys that are there. */
  public List<String> keys() {
    return List.copyOf(values.keySet());
  }

  public void problem(String key, String message) {
    problems.add(at(key), message);
  }

  /** A value that must be there; null, and a problem, if it is not. */
  public YamlNode required(String key) {
    if (!has(key)) {
      problems.add(at.child(key, at.node()), "this key is missing; add it");
      return null;
    }
    return values.get(key);
  }

  /** What a parser makes of a mapping that must be there; null, and a problem, if it is not. */
  public <T> T section(String key, Function<MapReader, T> parser) {
    YamlNode value = required(key);
    return value == null ? null : parser.apply(inside(value));
  }

  /** The same of a mapping in whose place another value may stand. */
  public <T> T section(String key, T fallback, Function<MapReader, T> parser) {
    return has(key) ? parser.apply(inside(values.get(key))) : fallback;
  }

  /** What a parser makes of each mapping in a list, but for those it made nothing of. */
  public <T> List<T> sections(String key, Function<MapReader, T> parser) {
    return items(key).stream().map(this::inside).map(parser).filter(Objects::nonNull).toList();
  }

  /** Notes a name that is not fit for tables. */
  public void requireName(String key, String name) {
    if (!name.matches("[a-z0-9][a-z0-9-]*")) {
      problem(key, "'" + name + "' must be of lower-case letters, digits and '-' only");
    }
  }

  /** The key {@code root} as a path; blank, with a problem, if it is none or holds a password. */
  public String root(String written) {
    if (Credentials.within(written)) {
      problem("root", "the root holds a password. " + Credentials.remedy());
      return "";
    }
    try {
      return Locations.resolve(at("root").file(), written).toString();
    } catch (IllegalArgumentException e) {
      problem("root", "'" + written + "' is no path: " + e.getMessage());
      return "";
    }
  }

  public String text(String key) {
    YamlNode value = required(key);
    return value == null ? "" : text(value);
  }

  public String text(String key, String fallback) {
    return has(key) ? text(values.get(key)) : fallback;
  }

  public String text(YamlNode value) {
    if (!value.isText()) {
      boolean quotable = value.isNumber() || value.node().getTag().equals(Tag.BOOL);
      problems.add(
          value,
          "expected text, got %s%s"
              .formatted(
                  value.what(), quotable ? "; put it into quotes if it is meant as text" : ""));
      return "";
    }
    return value.scalar();
  }

  public long integer(String key) {
    YamlNode value = required(key);
    return value == null ? 0 : integer(value);
  }

  public long integer(String key, long fallback) {
    return has(key) ? integer(values.get(key)) : fallback;
  }

  public long integer(YamlNode value) {
    try {
      if (value.isInteger()) {
        return Long.parseLong(value.scalar());
      }
    } catch (NumberFormatException e) {
      // Too large, or in a notation other than decimal: the message below says what is wanted.
    }
    problems.add(value, "expected a whole number without separators, got " + value.what());
    return 0;
  }

  public double number(String key, double fallback) {
    return has(key) ? number(values.get(key)) : fallback;
  }

  public double number(YamlNode value) {
    try {
      if (value.isNumber()) {
        double number = Double.parseDouble(value.scalar());
        if (Double.isFinite(number)) {
          return number;
        }
      }
    } catch (NumberFormatException e) {
      // .inf, .nan and the like: the message below says what is wanted.
    }
    problems.add(value, "expected a finite number such as 3e-4, got " + value.what());
    return 0;
  }

  public boolean flag(String key) {
    YamlNode value = required(key);
    if (value == null || !value.node().getTag().equals(Tag.BOOL)) {
      if (value != null) {
        problems.add(value, "expected true or false, got " + value.what());
      }
      return false;
    }
    return Boolean.parseBoolean(value.scalar());
  }

  /** One of an enum's constants, written in lower case. */
  public <E extends Enum<E>> E choice(String key, Class<E> type) {
    YamlNode value = required(key);
    return value == null ? type.getEnumConstants()[0] : choice(value, type);
  }

  public <E extends Enum<E>> E choice(String key, Class<E> type, E fallback) {
    return has(key) ? choice(values.get(key), type) : fallback;
  }

  private <E extends Enum<E>> E choice(YamlNode value, Class<E> type) {
    return known(value, value.what(), value.scalar(), type, c -> c.name().toLowerCase(Locale.ROOT));
  }

  /** One of the vocabulary's words. */
  public <E extends Enum<E> & Word> E word(YamlNode value, Class<E> type) {
    return known(value, value.what(), value.scalar(), type, Word::word);
  }

  /** The constant of a name; the first, and a problem, if none has it. */
  private <E extends Enum<E>> E known(
      YamlNode where, String what, String name, Class<E> type, Function<E, String> nameOf) {
    Map<String, E> known = new LinkedHashMap<>();
    for (E constant : type.getEnumConstants()) {
      known.put(nameOf.apply(constant), constant);
    }
    if (!known.containsKey(name)) {
      problems.add(where, what + " is not known; " + Nearest.hint(name, known.keySet()));
    }
    return known.getOrDefault(name, type.getEnumConstants()[0]);
  }

  /** One of the vocabulary's words, or another where the key is not there. */
  public <E extends Enum<E> & Word> E word(String key, Class<E> type, E fallback) {
    return has(key) ? word(values.get(key), type) : fallback;
  }

  /** The word of the vocabulary that a key itself is. */
  public <E extends Enum<E> & Word> E keyword(String key, Class<E> type) {
    asked.add(key);
    return known(at(key), "'" + key + "'", key, type, Word::word);
  }

  /** Words of the vocabulary, in a list. */
  public <E extends Enum<E> & Word> List<E> words(String key, Class<E> type, List<E> fallback) {
    return has(key) ? items(key).stream().map(item -> word(item, type)).toList() : fallback;
  }

  /** A list that must be there and hold something. */
  public List<YamlNode> items(String key) {
    YamlNode value = required(key);
    return value == null ? List.of() : items(value);
  }

  private List<YamlNode> items(YamlNode value) {
    if (!(value.node() instanceof SequenceNode sequence)) {
      problems.add(value, "expected a list, got " + value.what() + "; write [a, b, ...]");
      return List.of();
    }
    List<YamlNode> items = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      items.add(value.item(items.size(), item));
    }
    if (items.isEmpty()) {
      problems.add(value, "the list is empty; remove the key or list something");
    }
    return items;
  }

  public List<String> texts(String key) {
    return items(key).stream().map(this::text).toList();
  }

  /** The texts of a list. */
  public List<String> texts(YamlNode value) {
    return items(value).stream().map(this::text).toList();
  }

  /** A text, number or flag as it is written, to be compared with a cell of a file. */
  public String cell(YamlNode value) {
    if (value.isMapping() || value.isList() || value.scalar().isBlank()) {
      problems.add(value, "expected the text of a cell, got " + value.what());
    }
    return value.scalar();
  }

  /** Finite numbers, in a list. */
  public List<Double> numbers(String key, List<Double> fallback) {
    return has(key) ? items(key).stream().map(this::number).toList() : fallback;
  }

  public List<String> texts(String key, List<String> fallback) {
    return has(key) ? texts(key) : fallback;
  }

  /** Whether something in this mapping was wrong so far. */
  public boolean unsound() {
    return problems.count() > problemsBefore;
  }

  /** Notes every key that nothing asked for. */
  public void finish() {
    for (Map.Entry<String, YamlNode> entry : values.entrySet()) {
      if (!asked.contains(entry.getKey())) {
        problems.add(entry.getValue(), "unknown key; " + Nearest.hint(entry.getKey(), asked));
      }
    }
  }

  /** Makes something of the values if all of them were right; null, with the problems, if not. */
  public <T> T build(Supplier<T> maker) {
    finish();
    if (unsound()) {
      return null;
    }
    try {
      return maker.get();
    } catch (IllegalArgumentException e) {
      problems.add(at, e.getMessage());
      return null;
    }
  }
}
