package org.gradienttransport.udfs.tensor;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gradienttransport.udfs.tensor.PickleValues.Bytes;
import org.gradienttransport.udfs.tensor.PickleValues.Dict;
import org.gradienttransport.udfs.tensor.PickleValues.Foreign;
import org.gradienttransport.udfs.tensor.PickleValues.Inert;
import org.gradienttransport.udfs.tensor.PickleValues.Opaque;
import org.gradienttransport.udfs.tensor.PickleValues.Sequence;

/**
 * Reads the part of Python's pickle language (protocols 2 to 5) that tensor checkpoints use. It
 * builds plain values and looks names up in a fixed list; it never loads, finds or calls anything
 * else. One pass, no recursion; steps, stack, memo and containers are bounded by {@link Limits}.
 *
 * <p>Source of the instruction set: the Python standard library's documented {@code pickletools}.
 */
final class Unpickler {
  private static final int FIRST_PROTOCOL = 2;
  private static final int LAST_PROTOCOL = 5;

  private final PickleInput input;
  private final PickleStack stack;
  private final TorchGlobals globals;
  private final PickleBudget budget;

  Unpickler(PickleInput input, PickleBudget budget, PickledStorages storages) {
    this.input = input;
    this.budget = budget;
    this.stack = new PickleStack(input);
    this.globals = new TorchGlobals(input, storages);
  }

  /** The value of the only pickle there is. */
  static Object load(PickleInput input, PickleBudget budget, PickledStorages storages)
      throws IOException {
    Object value = new Unpickler(input, budget, storages).next();
    if (input.remaining() > 0) {
      throw input.refuse(
          input.remaining() + " bytes follow the end of the pickle", Remedy.FETCH_AGAIN);
    }
    return value;
  }

  /** The value the pickle describes; the input stands behind it. */
  Object next() throws IOException {
    readProtocol();
    while (true) {
      budget.step(input);
      int opcode = input.opcode();
      if (opcode == '.') {
        return value(stack.last());
      }
      if (!scalar(opcode) && !container(opcode) && !bookkeeping(opcode)) {
        throw refuseOpcode(opcode);
      }
    }
  }

  private void readProtocol() throws IOException {
    int opcode = input.opcode();
    int protocol = opcode == 0x80 ? input.u8() : 0;
    if (protocol < FIRST_PROTOCOL || protocol > LAST_PROTOCOL) {
      throw input.refuse(
          opcode == 0x80 ? "pickle protocol " + protocol + " is not read" : "no pickle starts here",
          Remedy.SAVE_TENSORS_ONLY);
    }
  }

  /** Instructions that push one plain value. */
  private boolean scalar(int opcode) throws IOException {
    switch (opcode) {
      case 'N' -> stack.push(Opaque.NONE);
      case 0x88 -> stack.push(true);
      case 0x89 -> stack.push(false);
      case 'J' -> stack.push((long) input.i32());
      case 'K' -> stack.push((long) input.u8());
      case 'M' -> stack.push((long) input.u16());
      case 0x8a -> pushInteger(input.u8());
      case 0x8b -> pushInteger(input.u32());
      case 'G' -> stack.push(input.float64());
      case 'X' -> pushText(input.u32());
      case 0x8c -> pushText(input.u8());
      case 0x8d -> pushText(input.i64());
      case 'C', 'U' -> pushBytes(input.u8());
      case 'B', 'T' -> pushBytes(input.u32());
      case 0x8e, 0x96 -> pushBytes(input.i64());
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Numbers beyond 64 bits occur (random seeds) but never describe a tensor. */
  private void pushInteger(long length) throws IOException {
    if (length <= 8) {
      stack.push(input.integer((int) length));
    } else {
      input.skip(length);
      stack.push(Opaque.BIG_INTEGER);
    }
  }

  /** A text too long for a name is passed over, so that it takes no memory. */
  private void pushText(long length) throws IOException {
    if (length >= 0 && length <= Limits.PICKLE_TEXT) {
      stack.push(input.text(length));
    } else {
      input.skip(length);
      stack.push(Opaque.LONG_TEXT);
    }
  }

  private void pushBytes(long length) throws IOException {
    long start = input.position();
    input.skip(length);
    stack.push(new Bytes(start, length));
  }

  /** Instructions that make or fill a container, or rebuild something by name. */
  private boolean container(int opcode) throws IOException {
    switch (opcode) {
      case ')' -> pushContainer(Sequence.tuple(List.of()));
      case 0x85 -> pushContainer(Sequence.tuple(values(stack.pop(1))));
      case 0x86 -> pushContainer(Sequence.tuple(values(stack.pop(2))));
      case 0x87 -> pushContainer(Sequence.tuple(values(stack.pop(3))));
      case 't' -> pushContainer(Sequence.tuple(values(stack.popToMark())));
      case ']' -> pushContainer(Sequence.list());
      case '}' -> pushContainer(Dict.plain());
      case 'a' -> append(values(stack.pop(1)));
      case 'e' -> append(values(stack.popToMark()));
      case 's' -> setItems(values(stack.pop(2)));
      case 'u' -> setItems(values(stack.popToMark()));
      case 'c' -> stack.push(globals.find(input.line(), input.line()));
      case 0x93 -> pushNamedGlobal(stack.pop(2));
      case 'R' -> reduce(stack.pop(2));
      case 0x81 -> makeObject(values(stack.pop(2)).get(0));
      case 0x92 -> makeObject(values(stack.pop(3)).get(0));
      case 0x8f -> pushContainer(Inert.object("set"));
      case 0x90 -> addToSet(values(stack.popToMark()));
      case 0x91 -> makeFrozenSet(values(stack.popToMark()));
      case 'b' -> build(value(stack.pop()));
      case 'Q' -> pushContainer(globals.persistent(value(stack.pop())));
      default -> {
        return false;
      }
    }
    return true;
  }

  /** What an instruction puts somewhere, of which nothing may wait there to be called. */
  private List<Object> values(List<Object> taken) throws TensorFormatException {
    for (Object one : taken) {
      globals.requireValue(one);
    }
    return taken;
  }

  private Object value(Object taken) throws TensorFormatException {
    globals.requireValue(taken);
    return taken;
  }

  private void pushContainer(Object container) throws TensorFormatException {
    budget.container(input);
    stack.push(container);
  }

  /** An object of a class that is not on the list; what is on it is made by calls alone. */
  private void makeObject(Object type) throws TensorFormatException {
    if (!(type instanceof Foreign foreign)) {
      throw input.refuse(
          "an object is made of a " + PickleValues.kindOf(type), Remedy.SAVE_TENSORS_ONLY);
    }
    pushContainer(TorchGlobals.make(foreign));
  }

  /** Members of a set have no names, so none of them can be a tensor of a field. */
  private void addToSet(List<Object> members) throws TensorFormatException {
    if (!(stack.peek() instanceof Inert)) {
      throw refuseTarget("set of " + members.size());
    }
  }

  private void makeFrozenSet(List<Object> members) throws TensorFormatException {
    pushContainer(Inert.object("frozenset of " + members.size()));
  }

  private void append(List<Object> items) throws TensorFormatException {
    if (stack.peek() instanceof Inert inert) {
      inert.elements().items().addAll(items);
      return;
    }
    if (!(stack.peek() instanceof Sequence list) || list.isTuple()) {
      throw refuseTarget("list");
    }
    list.items().addAll(items);
  }

  private void setItems(List<Object> keysAndValues) throws TensorFormatException {
    Object target = stack.peek();
    if (!(target instanceof Dict || target instanceof Inert)) {
      throw refuseTarget("dict");
    }
    Dict dict = target instanceof Inert inert ? inert.items() : (Dict) target;
    if (keysAndValues.size() % 2 != 0) {
      throw input.refuse("a dict is given a key without a value", Remedy.FETCH_AGAIN);
    }
    for (int i = 0; i < keysAndValues.size(); i += 2) {
      globals.put(dict, keysAndValues.get(i), keysAndValues.get(i + 1));
    }
  }

  private void pushNamedGlobal(List<Object> moduleAndName) throws TensorFormatException {
    if (!(moduleAndName.get(0) instanceof String module)
        || !(moduleAndName.get(1) instanceof String name)) {
      throw input.refuse("a global is named by something other than text", Remedy.FETCH_AGAIN);
    }
    stack.push(globals.find(module, name));
  }

  private void reduce(List<Object> callableAndArguments) throws IOException {
    if (!(callableAndArguments.get(1) instanceof Sequence arguments) || !arguments.isTuple()) {
      throw input.refuse("arguments of a call are no tuple", Remedy.FETCH_AGAIN);
    }
    pushContainer(globals.call(callableAndArguments.get(0), arguments.items()));
  }

  /**
   * Attributes of an OrderedDict, such as {@code _metadata}, say nothing about tensors: dropped,
   * and the items stay. So are those of placeholders. Nothing else may be given a state.
   */
  private void build(Object state) throws TensorFormatException {
    if (stack.peek() instanceof Inert) {
      return;
    }
    boolean attributes = state instanceof Dict || state instanceof Sequence;
    if (!(stack.peek() instanceof Dict dict) || !dict.ordered() || !attributes) {
      throw input.refuse(
          "a %s is given a state of kind %s"
              .formatted(PickleValues.kindOf(stack.peek()), PickleValues.kindOf(state)),
          Remedy.SAVE_TENSORS_ONLY);
    }
  }

  private boolean bookkeeping(int opcode) throws IOException {
    switch (opcode) {
      case '(' -> stack.mark();
      case '0' -> stack.pop();
      case '1' -> stack.popToMark();
      case '2' -> stack.push(stack.peek());
      case 'q' -> stack.memoize(input.u8());
      case 'r' -> stack.memoize(input.u32());
      case 0x94 -> stack.memoize();
      case 'h' -> stack.push(stack.recall(input.u8()));
      case 'j' -> stack.push(stack.recall(input.u32()));
      case 0x95 -> input.i64(); // A frame: its length only matters to a reader of streams.
      default -> {
        return false;
      }
    }
    return true;
  }

  private TensorFormatException refuseTarget(String wanted) throws TensorFormatException {
    return input.refuse(
        "an instruction fills a " + wanted + " and finds a " + PickleValues.kindOf(stack.peek()),
        Remedy.FETCH_AGAIN);
  }

  private TensorFormatException refuseOpcode(int opcode) {
    String name = REFUSED.getOrDefault(opcode, "unknown to checkpoints");
    return input.refuse(
        String.format(Locale.ROOT, "pickle instruction 0x%02x (%s) is refused", opcode, name),
        Remedy.SAVE_TENSORS_ONLY);
  }

  /** Instructions of pickle that tensors never need, by name. */
  private static final Map<Integer, String> REFUSED =
      Map.ofEntries(
          Map.entry((int) 'i', "INST, makes an object of any class"),
          Map.entry((int) 'o', "OBJ, makes an object of any class"),
          Map.entry(0x82, "EXT1, calls a registered extension"),
          Map.entry(0x83, "EXT2, calls a registered extension"),
          Map.entry(0x84, "EXT4, calls a registered extension"),
          Map.entry((int) 'P', "PERSID, a text persistent id"),
          Map.entry(0x97, "NEXT_BUFFER, data outside the pickle"),
          Map.entry(0x98, "READONLY_BUFFER, data outside the pickle"),
          Map.entry((int) 'I', "INT of protocol 0"),
          Map.entry((int) 'L', "LONG of protocol 0"),
          Map.entry((int) 'F', "FLOAT of protocol 0"),
          Map.entry((int) 'S', "STRING of protocol 0"),
          Map.entry((int) 'V', "UNICODE of protocol 0"),
          Map.entry((int) 'l', "LIST of protocol 0"),
          Map.entry((int) 'd', "DICT of protocol 0"),
          Map.entry((int) 'p', "PUT of protocol 0"),
          Map.entry((int) 'g', "GET of protocol 0"));
}
