package org.gradienttransport.udfs.tensor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.gradienttransport.udfs.tensor.PickleValues.Bytes;
import org.gradienttransport.udfs.tensor.PickleValues.Dict;
import org.gradienttransport.udfs.tensor.PickleValues.Foreign;
import org.gradienttransport.udfs.tensor.PickleValues.Inert;
import org.gradienttransport.udfs.tensor.PickleValues.Opaque;
import org.gradienttransport.udfs.tensor.PickleValues.Sequence;
import org.gradienttransport.udfs.tensor.PickleValues.Storage;
import org.gradienttransport.udfs.tensor.PickleValues.Tensor;

/**
 * The names a checkpoint may use, and what each makes. This list is the whole of what makes
 * tensors: none of it runs code, opens a file or allocates what it claims. Any other class stands
 * for itself as a placeholder that does nothing, unless {@link HostileNames} has it.
 *
 * <p>Python before 3.11.4 writes a member of an enumeration as {@code getattr(class, name)}, and
 * flags as {@code or_(one, other)}. These two may be called with placeholders, which makes another;
 * they are refused wherever else they turn up.
 */
final class TorchGlobals {
  private static final String UTILS = "torch._utils.";

  /** Names of members; what begins with two underscores is Python's own. */
  private static final Pattern MEMBER = Pattern.compile("(?!__)[A-Za-z_][A-Za-z0-9_]{0,254}");

  /** A function of the list, with the least and most arguments it takes. */
  private enum Function {
    ORDERED_DICT("collections.OrderedDict", 0, 1),
    SIZE("torch.Size", 1, 1),
    REBUILD_TENSOR(UTILS + "_rebuild_tensor", 4, 4),
    REBUILD_TENSOR_V2(UTILS + "_rebuild_tensor_v2", 6, 7),
    REBUILD_TENSOR_V3(UTILS + "_rebuild_tensor_v3", 7, 8),
    REBUILD_PARAMETER(UTILS + "_rebuild_parameter", 3, 3),
    REBUILD_PARAMETER_WITH_STATE(UTILS + "_rebuild_parameter_with_state", 4, 4),
    LOAD_FROM_BYTES(PickledStorages.LOAD_FROM_BYTES, 1, 1),
    GETATTR("builtins.getattr", 2, 2),
    OR("_operator.or_", 2, 2);

    private final String qualifiedName;
    private final int least;
    private final int most;

    Function(String qualifiedName, int least, int most) {
      this.qualifiedName = qualifiedName;
      this.least = least;
      this.most = most;
    }
  }

  /** A class of storages; no dtype for bytes without a kind. */
  private record StorageType(DType dtype) {}

  private static final Map<String, Object> ALLOWED = allowed();

  private final PickleInput input;
  private final PickledStorages storages;

  TorchGlobals(PickleInput input, PickledStorages storages) {
    this.input = input;
    this.storages = storages;
  }

  private static Map<String, Object> allowed() {
    Map<String, Object> allowed = new HashMap<>();
    for (Function function : Function.values()) {
      allowed.put(function.qualifiedName, function);
    }
    allowed.put("__builtin__.getattr", Function.GETATTR);
    allowed.put("operator.or_", Function.OR);
    for (DType dtype : DType.values()) {
      allowed.put("torch." + dtype.torchName(), dtype);
    }
    Map<String, DType> storages =
        Map.of(
            "Half", DType.F16,
            "BFloat16", DType.BF16,
            "Float", DType.F32,
            "Double", DType.F64,
            "Char", DType.I8,
            "Short", DType.I16,
            "Int", DType.I32,
            "Long", DType.I64,
            "Byte", DType.U8,
            "Bool", DType.BOOL);
    storages.forEach(
        (name, dtype) -> allowed.put("torch." + name + "Storage", new StorageType(dtype)));
    allowed.put("torch.UntypedStorage", new StorageType(null));
    allowed.put("torch.storage.UntypedStorage", new StorageType(null));
    return Map.copyOf(allowed);
  }

  Object find(String module, String name) throws TensorFormatException {
    String qualified = module + "." + name;
    Object found = ALLOWED.get(qualified);
    if (found == null && !HostileNames.contains(module, name)) {
      return new Foreign(qualified);
    }
    if (found == null) {
      throw notAllowed(qualified);
    }
    return found;
  }

  private TensorFormatException notAllowed(String qualified) {
    return input.refuse(
        "the global %s is not on the list of what a checkpoint may use"
            .formatted(FilePlace.quote(qualified)),
        Remedy.SAVE_TENSORS_ONLY);
  }

  /** Refuses what may be called and nothing else: as a value it waits for another's call. */
  void requireValue(Object value) throws TensorFormatException {
    if (value == Function.GETATTR || value == Function.OR) {
      throw notAllowed(((Function) value).qualifiedName);
    }
  }

  Object call(Object callable, List<Object> arguments) throws IOException {
    if (callable instanceof Foreign foreign) {
      return make(foreign);
    }
    if (!(callable instanceof Function function)) {
      throw input.refuse(
          "a " + PickleValues.kindOf(callable) + " is called", Remedy.SAVE_TENSORS_ONLY);
    }
    if (arguments.size() < function.least || arguments.size() > function.most) {
      throw input.refuse(
          function.qualifiedName + " is called with " + arguments.size() + " arguments",
          Remedy.FETCH_AGAIN);
    }
    return switch (function) {
      case ORDERED_DICT -> orderedDict(arguments);
      case SIZE -> argument(arguments, 0, Sequence.class, function);
      case REBUILD_TENSOR -> tensor(arguments, null, function);
      case REBUILD_TENSOR_V2 -> {
        refuseMetadata(arguments, 6);
        yield tensor(arguments, null, function);
      }
      case REBUILD_TENSOR_V3 -> {
        refuseMetadata(arguments, 7);
        yield arguments.get(6) instanceof Foreign kind
            ? Inert.tensor(kind.name())
            : tensor(arguments, argument(arguments, 6, DType.class, function), function);
      }
      case REBUILD_PARAMETER, REBUILD_PARAMETER_WITH_STATE ->
          arguments.get(0) instanceof Inert inert && inert.tensor()
              ? inert
              : argument(arguments, 0, Tensor.class, function);
      case LOAD_FROM_BYTES ->
          arguments.get(0) instanceof Inert inert
              ? Inert.object(
                  "storage as text (pickle protocol 2; write it with 4): " + inert.what())
              : storages.embedded(argument(arguments, 0, Bytes.class, function));
      case GETATTR -> attribute(arguments);
      case OR -> {
        requireObject(arguments.get(1), function);
        yield Inert.object(requireObject(arguments.get(0), function));
      }
    };
  }

  /** A member of a class that is a placeholder; it takes no more memory than the class's name. */
  private Inert attribute(List<Object> arguments) throws TensorFormatException {
    Object of = arguments.get(0);
    String owner =
        of instanceof Foreign foreign ? foreign.name() : requireObject(of, Function.GETATTR);
    String name = argument(arguments, 1, String.class, Function.GETATTR);
    if (!MEMBER.matcher(name).matches() || HostileNames.contains(owner, name)) {
      throw notAllowed(owner + "." + name);
    }
    return Inert.object(owner);
  }

  /** The class of a placeholder that stands for no tensor. */
  private String requireObject(Object value, Function function) throws TensorFormatException {
    if (!(value instanceof Inert inert) || inert.tensor()) {
      throw input.refuse(
          function.qualifiedName + " is called with a " + PickleValues.kindOf(value),
          Remedy.SAVE_TENSORS_ONLY);
    }
    return inert.what();
  }

  /** The placeholder of an object of a class that is not on the list. */
  static Inert make(Foreign foreign) {
    return foreign.makesTensor() ? Inert.tensor(foreign.name()) : Inert.object(foreign.name());
  }

  /** {@code OrderedDict()} or, from Python 2, {@code OrderedDict([[key, value], ...])}. */
  private Dict orderedDict(List<Object> arguments) throws TensorFormatException {
    Dict dict = Dict.orderedDict();
    if (!arguments.isEmpty()) {
      Sequence pairs = argument(arguments, 0, Sequence.class, Function.ORDERED_DICT);
      for (Object pair : pairs.items()) {
        if (!(pair instanceof Sequence keyAndValue) || keyAndValue.items().size() != 2) {
          throw input.refuse(
              "an OrderedDict is made of something else than pairs", Remedy.FETCH_AGAIN);
        }
        put(dict, keyAndValue.items().get(0), keyAndValue.items().get(1));
      }
    }
    return dict;
  }

  void put(Dict dict, Object key, Object value) throws TensorFormatException {
    boolean plain =
        key instanceof String
            || key instanceof Long
            || key instanceof Double
            || key instanceof Boolean
            || key == Opaque.NONE;
    if (!plain && !opaque(key)) {
      throw input.refuse(
          "a dict key is a " + PickleValues.kindOf(key) + ", not a text or number",
          Remedy.SAVE_TENSORS_ONLY);
    }
    // Others are never compared by what they hold, which may be themselves.
    Object own = plain ? key : new Object();
    if (dict.items().put(own, value) != null) {
      throw input.refuse(
          "the key " + FilePlace.quote(key.toString()) + " is set twice in one dict",
          Remedy.FETCH_AGAIN);
    }
  }

  /** Keys that are no names: placeholders, tuples, and values of which little is kept. */
  private static boolean opaque(Object key) {
    return key instanceof Foreign
        || key instanceof Inert
        || key instanceof Opaque
        || key instanceof DType
        || key instanceof StorageType
        || key instanceof Bytes
        || (key instanceof Sequence sequence && sequence.isTuple());
  }

  /**
   * What a persistent id names: {@code ('storage', class, key, device, count)}, before PyTorch 1.6
   * with what it is a view of as a sixth, or then a class with its source text, {@code ('module',
   * class, file, text)}.
   */
  Object persistent(Object persistentId) throws TensorFormatException {
    List<Object> id = persistentId instanceof Sequence tuple ? tuple.items() : List.of();
    boolean storage = (id.size() == 5 || id.size() == 6) && "storage".equals(id.get(0));
    if (storage
        && id.get(2) instanceof String key
        && id.get(4) instanceof Long count
        && count >= 0) {
      boolean view = id.size() == 6 && id.get(5) != Opaque.NONE;
      if (id.get(1) instanceof Foreign kind) {
        return storages.foreign(kind, key, count);
      }
      if (id.get(1) instanceof StorageType type) {
        Storage described = storages.described(new Storage(key, type.dtype, count));
        return view ? Inert.object("a view of another storage") : described;
      }
    }
    if (id.size() == 4 && "module".equals(id.get(0)) && id.get(1) instanceof Foreign kind) {
      return kind;
    }
    throw input.refuse(
        "a persistent id is not ('storage', class, key, device, count)", Remedy.SAVE_TENSORS_ONLY);
  }

  private Object tensor(List<Object> arguments, DType declared, Function function)
      throws TensorFormatException {
    if (arguments.get(0) instanceof Inert storage) {
      return Inert.tensor(storage.what());
    }
    Storage storage = argument(arguments, 0, Storage.class, function);
    long offset = argument(arguments, 1, Long.class, function);
    List<Long> shape = sizes(argument(arguments, 2, Sequence.class, function));
    List<Long> strides = sizes(argument(arguments, 3, Sequence.class, function));
    DType dtype = declared == null ? storage.dtype() : declared;
    if (dtype == null || (storage.dtype() != null && dtype != storage.dtype())) {
      throw input.refuse(
          "a tensor and its storage disagree on the kind of elements", Remedy.FETCH_AGAIN);
    }
    if (offset < 0 || shape.size() != strides.size()) {
      throw input.refuse(
          "a tensor has offset %s, %s dimensions and %s strides"
              .formatted(offset, shape.size(), strides.size()),
          Remedy.FETCH_AGAIN);
    }
    return new Tensor(storage, dtype, new StridedLayout(shape, strides, offset));
  }

  private List<Long> sizes(Sequence sequence) throws TensorFormatException {
    if (sequence.items().size() > Limits.DIMENSIONS) {
      throw input.refuse(
          "a tensor has " + sequence.items().size() + " dimensions, more than " + Limits.DIMENSIONS,
          Remedy.BEYOND_LIMIT);
    }
    List<Long> sizes = new ArrayList<>(sequence.items().size());
    for (Object item : sequence.items()) {
      if (!(item instanceof Long size)) {
        throw input.refuse(
            "a dimension or stride is a " + PickleValues.kindOf(item), Remedy.FETCH_AGAIN);
      }
      if (size < 0) {
        throw input.refuse("a dimension or stride is negative: " + size, Remedy.FETCH_AGAIN);
      }
      sizes.add(size);
    }
    return sizes;
  }

  /** Lazy conjugation and negation change the values that are stored. */
  private void refuseMetadata(List<Object> arguments, int index) throws TensorFormatException {
    if (arguments.size() > index
        && arguments.get(index) != Opaque.NONE
        && !(arguments.get(index) instanceof Dict dict && dict.items().isEmpty())) {
      throw input.refuse(
          "a tensor is stored with a pending operation (conjugate or negate)",
          "call .resolve_conj() and .resolve_neg() before saving");
    }
  }

  private <T> T argument(List<Object> arguments, int index, Class<T> type, Function function)
      throws TensorFormatException {
    Object value = arguments.get(index);
    if (!type.isInstance(value)) {
      throw input.refuse(
          "argument %s of %s is a %s"
              .formatted(index, function.qualifiedName, PickleValues.kindOf(value)),
          Remedy.FETCH_AGAIN);
    }
    return type.cast(value);
  }
}
