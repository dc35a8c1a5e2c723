package org.gradienttransport.udfs.tensor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the unpickler makes. Texts, whole numbers, floats and truth values are Java's String, Long,
 * Double and Boolean. Containers are never compared, hashed or printed: a pickle can nest them
 * without end.
 */
final class PickleValues {
  private PickleValues() {}

  /** A value that carries nothing a tensor needs. */
  enum Opaque {
    NONE("None"),
    LONG_TEXT("str"),
    BIG_INTEGER("int");

    private final String pythonName;

    Opaque(String pythonName) {
      this.pythonName = pythonName;
    }
  }

  /** Bytes, which are not kept: where they lie. */
  record Bytes(long start, long length) {}

  /** A dict or an OrderedDict. */
  record Dict(Map<Object, Object> items, boolean ordered) {
    /** Small at first: a pickle can make a million dicts of one item. */
    private static final int FIRST_CAPACITY = 2;

    static Dict plain() {
      return new Dict(new LinkedHashMap<>(FIRST_CAPACITY), false);
    }

    static Dict orderedDict() {
      return new Dict(new LinkedHashMap<>(FIRST_CAPACITY), true);
    }
  }

  /** A list, or a tuple, which no instruction can change. */
  record Sequence(List<Object> items, boolean isTuple) {
    static Sequence list() {
      return new Sequence(new ArrayList<>(0), false);
    }

    static Sequence tuple(List<Object> items) {
      return new Sequence(items, true);
    }
  }

  /**
   * A storage: elements under a key of the archive.
   *
   * @param dtype kind of the elements, or null for bytes without a kind
   * @param count elements, or bytes if there is no kind
   */
  record Storage(String key, DType dtype, long count) {}

  /** A tensor: a layout over a storage. */
  record Tensor(Storage storage, DType dtype, StridedLayout layout) {}

  /** A class or function that is not on the list: a name, and nothing that could be called. */
  record Foreign(String name) {
    /** Whether calling it would make a tensor. */
    boolean makesTensor() {
      return name.startsWith("torch._utils._rebuild_")
          || name.startsWith("torch._tensor._rebuild_");
    }
  }

  /**
   * What stands for an object of a {@link Foreign} class: its items and elements are kept, so that
   * tensors in a dictionary of another class are found; its state is dropped.
   *
   * @param what the class, or what makes a tensor unreadable
   * @param tensor whether it stands for a tensor
   */
  record Inert(String what, boolean tensor, Dict items, Sequence elements) {
    static Inert object(String what) {
      return new Inert(what, false, Dict.plain(), Sequence.list());
    }

    static Inert tensor(String what) {
      return new Inert(what, true, Dict.plain(), Sequence.list());
    }
  }

  /** Python's name of a value's type, for messages. */
  static String kindOf(Object value) {
    if (value instanceof Opaque opaque) {
      return opaque.pythonName;
    } else if (value instanceof Dict dict) {
      return dict.ordered ? "OrderedDict" : "dict";
    } else if (value instanceof Sequence sequence) {
      return sequence.isTuple ? "tuple" : "list";
    } else if (value instanceof String) {
      return "str";
    } else if (value instanceof Long) {
      return "int";
    } else if (value instanceof Double) {
      return "float";
    } else if (value instanceof Boolean) {
      return "bool";
    } else if (value instanceof Tensor) {
      return "tensor";
    } else if (value instanceof Storage) {
      return "storage";
    } else if (value instanceof Bytes) {
      return "bytes";
    } else if (value instanceof Inert) {
      return "object";
    }
    return "function or class";
  }
}
