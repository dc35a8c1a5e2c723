package org.gradienttransport.udfs.tensor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradienttransport.udfs.tensor.PickleValues.Dict;
import org.gradienttransport.udfs.tensor.PickleValues.Inert;
import org.gradienttransport.udfs.tensor.PickleValues.Sequence;
import org.gradienttransport.udfs.tensor.PickleValues.Tensor;

/**
 * Finds the tensors in an unpickled value. A tensor's name is the keys and list positions that lead
 * to it, joined by {@code /}; a tensor saved on its own is called {@code tensor}. Everything that
 * is not a tensor is passed over.
 */
final class StateDict {
  private static final String ALONE = "tensor";

  private final FilePlace entry;
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private final Map<String, String> unreadable = new LinkedHashMap<>();
  private final Deque<Level> path = new ArrayDeque<>();
  private int visits;
  private long nameCharacters;

  /** A container being walked. */
  private static final class Level {
    private final Iterator<Map.Entry<Object, Object>> items;
    private String key = "";
    private int unnamed;

    Level(Iterator<Map.Entry<Object, Object>> items) {
      this.items = items;
    }

    /** A key as part of a name; what has no text of its own is told apart by its place. */
    private String name(Object of) {
      if (of.getClass() != Object.class) {
        return String.valueOf(of);
      }
      unnamed++;
      return unnamed == 1 ? "object" : "object " + unnamed;
    }
  }

  private StateDict(FilePlace entry) {
    this.entry = entry;
  }

  /**
   * Finds what a value holds.
   *
   * @throws TensorFormatException if names are ambiguous, or a bound is passed
   */
  static StateDict of(Object root, FilePlace entry) throws TensorFormatException {
    StateDict found = new StateDict(entry);
    if (root instanceof Tensor tensor) {
      found.tensors.put(ALONE, tensor);
    } else {
      found.enter(root);
      found.walk();
    }
    return found;
  }

  /** Tensors by name, in the order in which the value holds them. */
  Map<String, Tensor> tensors() {
    return tensors;
  }

  /** Tensors of kinds that are not read, by name, with their kind. */
  Map<String, String> unreadable() {
    return unreadable;
  }

  private void walk() throws TensorFormatException {
    while (!path.isEmpty()) {
      Level level = path.getLast();
      if (!level.items.hasNext()) {
        path.removeLast();
        continue;
      }
      if (++visits > Limits.VISITS) {
        throw entry.refuse(
            "nested containers lead to more than " + Limits.VISITS + " values",
            Remedy.SAVE_TENSORS_ONLY);
      }
      Map.Entry<Object, Object> item = level.items.next();
      level.key = level.name(item.getKey());
      if (item.getValue() instanceof Tensor tensor) {
        add(tensor);
      } else if (item.getValue() instanceof Inert inert && inert.tensor()) {
        requireRoom();
        String unused = unreadable.put(name(), inert.what());
      } else {
        enter(item.getValue());
      }
    }
  }

  private void enter(Object value) throws TensorFormatException {
    Iterator<Map.Entry<Object, Object>> items;
    if (value instanceof Dict dict) {
      items = dict.items().entrySet().iterator();
    } else if (value instanceof Sequence sequence) {
      items = numbered(sequence.items());
    } else if (value instanceof Inert inert && !inert.elements().items().isEmpty()) {
      items = numbered(inert.elements().items());
    } else if (value instanceof Inert inert) {
      items = inert.items().items().entrySet().iterator();
    } else {
      return;
    }
    if (path.size() >= Limits.NESTING) {
      throw entry.refuse(
          "containers are nested more than " + Limits.NESTING + " deep", Remedy.SAVE_TENSORS_ONLY);
    }
    path.addLast(new Level(items));
  }

  private static Iterator<Map.Entry<Object, Object>> numbered(List<Object> items) {
    Iterator<Object> values = items.iterator();
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return values.hasNext();
      }

      @Override
      public Map.Entry<Object, Object> next() {
        return Map.entry(next++, values.next());
      }
    };
  }

  private void requireRoom() throws TensorFormatException {
    if (tensors.size() + unreadable.size() >= Limits.TENSORS) {
      throw entry.refuse("there are more than " + Limits.TENSORS + " tensors", Remedy.BEYOND_LIMIT);
    }
  }

  private void add(Tensor tensor) throws TensorFormatException {
    requireRoom();
    String name = name();
    if (tensors.put(name, tensor) != null) {
      throw entry.refuse(
          "two tensors are called " + FilePlace.quote(name), Remedy.SAVE_TENSORS_ONLY);
    }
  }

  private String name() throws TensorFormatException {
    long length = path.size() - 1L;
    for (Level level : path) {
      length += level.key.length();
    }
    nameCharacters += length;
    if (length > Limits.NAME || nameCharacters > Limits.NAMES) {
      throw entry.refuse(
          "a tensor's name has " + length + " characters, all names together " + nameCharacters,
          Remedy.BEYOND_LIMIT);
    }
    List<String> keys = new ArrayList<>(path.size());
    path.forEach(level -> keys.add(level.key));
    return String.join("/", keys);
  }
}
