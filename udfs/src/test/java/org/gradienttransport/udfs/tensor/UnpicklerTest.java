package org.gradienttransport.udfs.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gradienttransport.udfs.tensor.Refusals.assertRefused;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pickles: what is read, and what hand-made hostile ones are refused for. */
@Tag("thorough")
class UnpicklerTest {
  private static final byte[] STORAGE =
      TestArchive.le(16).putFloat(1).putFloat(2).putFloat(3).putFloat(4).array();

  private static List<String> names(TestPickle pickle) throws IOException {
    try (TensorFile file = open(pickle)) {
      return file.tensors().stream().map(TensorInfo::name).toList();
    }
  }

  private static TensorFile open(TestPickle pickle) throws IOException {
    return TensorFiles.open(new BytesSource("some/file", pickle.checkpoint(STORAGE)));
  }

  private static TestPickle dictOf(String key) {
    return TestPickle.start().op('}').text(key);
  }

  private static TestPickle tensor(long count, long offset, long[] shape, long[] strides) {
    return dictOf("w").tensor("FloatStorage", "0", count, offset, shape, strides).op('s');
  }

  private static long[] longs(long... values) {
    return values;
  }

  @Test
  void nestedNamesAreJoinedBySlashes() throws IOException {
    TestPickle pickle =
        TestPickle.start()
            .op('}', '(')
            .text("model")
            .op('}')
            .text("w")
            .vector("0", 4)
            .op('s')
            .text("list")
            .op(']', '(')
            .op('N')
            .vector("0", 4)
            .op('e')
            .text("pair")
            .vector("0", 4)
            .vector("0", 4)
            .op(0x86)
            .number(7)
            .vector("0", 4)
            .text("lr")
            .float64(1e-3)
            .op('u');
    assertThat(names(pickle)).containsExactly("model/w", "list/1", "pair/0", "pair/1", "7");
  }

  @Test
  void aTensorSavedAloneIsCalledTensor() throws IOException {
    assertThat(names(TestPickle.start().vector("0", 4))).containsExactly("tensor");
  }

  @Test
  void aFileWithoutTensorsIsReadAsEmpty() throws IOException {
    assertThat(names(TestPickle.start().op('N'))).isEmpty();
  }

  @Test
  void protocolFourIsRead() throws IOException {
    TestPickle pickle =
        TestPickle.protocol(4)
            .op(0x95)
            .i64(99)
            .op(0x8c, 11)
            .ascii("collections")
            .op(0x94)
            .op(0x8c, 11)
            .ascii("OrderedDict")
            .op(0x94, 0x93, 0x94, ')', 'R', 0x94)
            .op(0x8c, 1)
            .ascii("w")
            .vector("0", 4)
            .op('s')
            .op('h', 3)
            .op('0');
    assertThat(names(pickle)).containsExactly("w");
  }

  @Test
  void anUntypedStorageTakesTheKindOfItsTensor() throws IOException {
    TestPickle pickle =
        dictOf("w")
            .global("torch._utils", "_rebuild_tensor_v3")
            .op('(')
            .op('(')
            .text("storage")
            .global("torch.storage", "UntypedStorage")
            .text("0")
            .text("cpu")
            .number(16)
            .op('t', 'Q')
            .number(2)
            .numbers(3)
            .numbers(2)
            .op(0x89)
            .emptyOrderedDict()
            .global("torch", "uint16")
            .op('t', 'R', 's');
    try (TensorFile file = open(pickle)) {
      assertThat(file.tensor("w").dtype()).isEqualTo(DType.U16);
      assertThat(Fixtures.values(file, "w")).containsExactly(0, 0, 0);
    }
  }

  @Test
  void oldOrderedDictsAreMadeOfPairs() throws IOException {
    TestPickle pickle =
        TestPickle.start()
            .global("collections", "OrderedDict")
            .op(']', ']')
            .text("w")
            .op('a')
            .vector("0", 4)
            .op('a', 'a', 0x85, 'R');
    assertThat(names(pickle)).containsExactly("w");
  }

  @Test
  void stateAfterTheItemsOfAnOrderedDictKeepsThem() throws IOException {
    TestPickle pickle =
        TestPickle.start()
            .emptyOrderedDict()
            .text("w")
            .vector("0", 4)
            .op('s')
            .op('}')
            .text("_metadata")
            .emptyOrderedDict()
            .op('s', 'b');
    assertThat(names(pickle)).containsExactly("w");
  }

  @Test
  void stateOfAnythingElseIsRefused() {
    assertRefused(dictOf("w").vector("0", 4).op('}', 'b', 's').checkpoint(STORAGE))
        .contains("entry 'a/data.pkl', pickle byte", "a tensor is given a state of kind dict");
    assertRefused(TestPickle.start().op('}', '}', 'b').checkpoint(STORAGE))
        .contains("a dict is given a state");
  }

  @ParameterizedTest
  @CsvSource({
    "os, system",
    "builtins, eval",
    "builtins, getattr",
    "torch, load",
    "torch.jit, load",
    "__builtin__, file",
    "builtins, __import__",
    "builtins.set, pop",
    "posix, mkdir",
    "os.path, join",
    "subprocess, Popen",
    "importlib, import_module",
    "functools, partial",
    "types, FunctionType",
    "pickle, loads",
    "ctypes, CDLL",
    "torch.hub, load",
    "torch.utils.cpp_extension, load",
    "numpy, load",
    "collections, OrderedDict.__init__",
    "mine, Model.__class__",
  })
  void globalsThatRunOrReachForSomethingAreRefusedByName(String module, String name) {
    assertRefused(TestPickle.start().global(module, name).checkpoint(STORAGE))
        .contains("the global '" + module + "." + name + "' is not on the list");
    byte[] byStack = TestPickle.protocol(4).text(module).text(name).op(0x93).checkpoint(STORAGE);
    assertRefused(byStack).contains("the global '" + module + "." + name + "' is not on the list");
  }

  /** What a trainer leaves beside its tensors, as pickle writes it. */
  private static Stream<Arguments> objects() {
    return Stream.of(
        arguments("Namespace", object("argparse", "Namespace").op('}', 'b')),
        arguments("set", TestPickle.start().op(0x8f, '(', 'K', 1, 'K', 2, 0x90)),
        arguments("frozenset", TestPickle.start().op('(', 'K', 1, 0x91)),
        arguments(
            "defaultdict",
            TestPickle.start()
                .global("collections", "defaultdict")
                .global("builtins", "int")
                .op(0x85, 'R')
                .text("a")
                .op('K', 1, 's')),
        arguments("Counter", called("collections", "Counter").text("a").op('K', 1, 's')),
        arguments("deque", called("collections", "deque").op('K', 1, 'a')),
        arguments("device", called("torch", "device")),
        arguments(
            "numpy scalar",
            TestPickle.start()
                .global("numpy.core.multiarray", "scalar")
                .global("numpy", "dtype")
                .text("f8")
                .op(0x85, 'R', '}', 'b', 'N', 0x86, 'R')),
        arguments(
            "numpy array",
            TestPickle.start()
                .global("numpy.core.multiarray", "_reconstruct")
                .global("numpy", "ndarray")
                .op('K', 0, 0x85, 0x86, 'R', ')', 'b')),
        arguments("enumeration", member("megatron.core.enums", "ModelType", "encoder_or_decoder")),
        arguments("flags", flags()),
        arguments(
            "enumeration of protocol 4",
            TestPickle.start()
                .text("builtins")
                .text("getattr")
                .op(0x93, 'q', 1)
                .global("mine", "Kind")
                .text("trace")
                .op(0x86, 'R')),
        arguments(
            "random generator",
            TestPickle.start()
                .global("numpy.random._pickle", "__generator_ctor")
                .text("PCG64")
                .global("numpy.random._pickle", "__bit_generator_ctor")
                .op(0x86, 'R', '}', 'b')),
        arguments("random state", called("numpy.random._pickle", "__randomstate_ctor")),
        arguments("keys of tuples", keyed(TestPickle.start().op('K', 1, 'K', 2, 0x86))),
        arguments("keys of types", keyed(TestPickle.start().global("torch", "float32"))),
        arguments("keys of storages", keyed(TestPickle.start().global("torch", "FloatStorage"))),
        arguments("keys of large numbers", keyed(TestPickle.start().op(0x8a, 9).i64(1).op(1))),
        arguments("keys of long texts", keyed(TestPickle.start().text("x".repeat(70_000)))),
        arguments("keys of members", keyed(member("mine", "Kind", "A"))),
        arguments("bytes of protocol 2", called("_codecs", "encode")),
        arguments("optimizer", object("deepspeed.runtime.zero", "Optimizer").op('}', 'b')),
        arguments("megatron", object("megatron.arguments", "Args").op('}', 'b')),
        arguments(
            "keyword object", TestPickle.start().global("mine", "Config").op(')', '}', 0x92)));
  }

  /** A member of an enumeration as Python up to 3.11.3 writes it. */
  private static TestPickle member(String module, String type, String name) {
    return TestPickle.start()
        .global("__builtin__", "getattr")
        .global(module, type)
        .text(name)
        .op(0x86, 'R');
  }

  private static TestPickle flags() {
    return TestPickle.start()
        .global("_operator", "or_")
        .raw(member("mine", "Flags", "A"))
        .raw(member("mine", "Flags", "_b2"))
        .op(0x86, 'R');
  }

  private static TestPickle object(String module, String name) {
    return TestPickle.start().global(module, name).op(')', 0x81);
  }

  /** A dictionary in which the same key comes twice, as only equal values could tell. */
  private static TestPickle keyed(TestPickle key) {
    return TestPickle.start().op('}').raw(key).op('N', 's').raw(key).op('N', 's');
  }

  private static TestPickle called(String module, String name) {
    return TestPickle.start().global(module, name).op(')', 'R');
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("objects")
  void objectsBesideTheTensorsAreInert(String name, TestPickle object) throws IOException {
    TestPickle pickle =
        TestPickle.start().op('}', '(').text("beside").raw(object).text("w").vector("0", 4).op('u');
    assertThat(names(pickle)).containsExactly("w");
  }

  @Test
  void tensorsInADictionaryOfAnotherClassAreFound() throws IOException {
    TestPickle pickle = object("mine", "StateDict").text("w").vector("0", 4).op('s', '}', 'b');
    assertThat(names(pickle)).containsExactly("w");
  }

  @ParameterizedTest
  @CsvSource({
    "torch._utils, _rebuild_sparse_tensor",
    "torch._utils, _rebuild_qtensor",
    "torch._tensor, _rebuild_from_type_v2",
  })
  void tensorsOfOtherKindsAreNamedAndCostNothing(String module, String function)
      throws IOException {
    TestPickle pickle =
        TestPickle.start()
            .op('}', '(')
            .text("other")
            .raw(called(module, function))
            .text("w")
            .vector("0", 4)
            .op('u');
    try (TensorFile file = open(pickle)) {
      assertThat(file.tensors()).extracting(TensorInfo::name).containsExactly("w");
      assertThat(file.unreadable()).containsExactly(Map.entry("other", module + "." + function));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ComplexFloatStorage", "QInt8Storage", "Float8_e4m3fnStorage"})
  void tensorsOfOtherElementsAreNamedAndCostNothing(String storage) throws IOException {
    TestPickle pickle =
        TestPickle.start()
            .op('}', '(')
            .text("other")
            .tensor(storage, "1", 2, 0, longs(2), longs(1))
            .text("w")
            .vector("0", 4)
            .op('u');
    try (TensorFile file = open(pickle)) {
      assertThat(file.tensors()).extracting(TensorInfo::name).containsExactly("w");
      assertThat(file.unreadable()).containsExactly(Map.entry("other", "torch." + storage));
    }
  }

  @Test
  void tensorsUnderKeysWithoutAnameAreToldApart() throws IOException {
    TestPickle pickle =
        TestPickle.start()
            .op('}', '(', 'K', 0, 'K', 1, 0x86)
            .vector("0", 4)
            .op('K', 0, 'K', 2, 0x86)
            .vector("0", 4)
            .text("w")
            .vector("0", 4)
            .op('u');
    assertThat(names(pickle)).containsExactly("object", "object 2", "w");
  }

  private static Stream<TestPickle> misusedCalls() {
    TestPickle getattr = TestPickle.start().global("builtins", "getattr");
    TestPickle or = TestPickle.start().global("_operator", "or_");
    return Stream.of(
        getattr,
        or,
        TestPickle.start().raw(getattr).op(0x85),
        TestPickle.start().raw(getattr).raw(getattr).op(0x86),
        TestPickle.start().op('(').raw(or).op('t'),
        TestPickle.start().op(']').raw(getattr).op('a'),
        TestPickle.start().op(']', '(').raw(getattr).op('e'),
        TestPickle.start().op('}').text("f").raw(getattr).op('s'),
        TestPickle.start().op('}').raw(getattr).op('N', 's'),
        TestPickle.start().op('}', '(').text("f").raw(or).op('u'),
        TestPickle.start().op(0x8f, '(').raw(getattr).op(0x90),
        TestPickle.start().op('(').raw(getattr).op(0x91),
        TestPickle.start().global("mine", "Call").raw(getattr).op(0x81),
        TestPickle.start().global("mine", "Call").op(')').raw(getattr).op(0x92),
        TestPickle.start().global("mine", "Call").raw(getattr).op(0x85, 'R'),
        TestPickle.start().raw(object("mine", "Call")).raw(getattr).op('b'),
        TestPickle.start().raw(getattr).op('Q'));
  }

  @ParameterizedTest
  @MethodSource("misusedCalls")
  void whatMayBeCalledIsNoValue(TestPickle pickle) {
    assertRefused(pickle.checkpoint(STORAGE)).contains("is not on the list");
  }

  private static TestPickle attribute(TestPickle of, TestPickle name) {
    return TestPickle.start().global("builtins", "getattr").raw(of).raw(name).op(0x86, 'R');
  }

  @ParameterizedTest
  @CsvSource({
    "mine, Kind, __class__",
    "mine, Kind, __reduce__",
    "mine, Kind, a.b",
    "mine, Kind, ''",
    "mine, Kind, a b",
    "torch, hub, load",
    "torch, jit, load",
    "numpy, f2py, x",
    "torch, ops, x",
  })
  void membersThatReachForSomethingAreRefused(String module, String type, String name) {
    assertRefused(member(module, type, name).checkpoint(STORAGE)).contains("is not on the list");
  }

  @Test
  void membersOfAnythingButAPlaceholderAreRefused() {
    TestPickle name = TestPickle.start().text("x");
    for (TestPickle of :
        List.of(
            TestPickle.start().global("torch", "float32"),
            TestPickle.start().global("torch._utils", "_rebuild_tensor_v2"),
            TestPickle.start().global("collections", "OrderedDict"),
            TestPickle.start().vector("0", 4),
            called("torch._utils", "_rebuild_qtensor"),
            TestPickle.start().text("os"),
            TestPickle.start().op('}'),
            TestPickle.start().op('N'))) {
      assertRefused(attribute(of, name).checkpoint(STORAGE))
          .contains("builtins.getattr is called with a");
    }
    assertRefused(
            attribute(object("mine", "Kind"), TestPickle.start().op('K', 1)).checkpoint(STORAGE))
        .contains("argument 1 of builtins.getattr is a int");
    assertRefused(
            TestPickle.start()
                .global("builtins", "getattr")
                .global("mine", "Kind")
                .text("x")
                .op('N', 0x87, 'R')
                .checkpoint(STORAGE))
        .contains("builtins.getattr is called with 3 arguments");
  }

  @Test
  void membersAreNeitherCalledNorMadeObjectsNorTensors() {
    TestPickle member = member("mine", "Kind", "load");
    assertRefused(TestPickle.start().raw(member).op(')', 'R').checkpoint(STORAGE))
        .contains("a object is called");
    assertRefused(TestPickle.start().raw(member).op(')', 0x81).checkpoint(STORAGE))
        .contains("an object is made of a object");
    assertRefused(
            TestPickle.start()
                .global("torch._utils", "_rebuild_parameter")
                .raw(member("torch._utils", "_rebuild_tensor_v2x", "a"))
                .op('N', 'N', 0x87, 'R')
                .checkpoint(STORAGE))
        .contains("argument 0 of torch._utils._rebuild_parameter is a object");
    assertRefused(
            TestPickle.start()
                .global("_operator", "or_")
                .raw(member)
                .op('K', 1, 0x86, 'R')
                .checkpoint(STORAGE))
        .contains("_operator.or_ is called with a int");
  }

  @Test
  void membersOfMembersTakeNoMemoryOfTheirOwn() {
    TestPickle chain =
        TestPickle.start()
            .global("builtins", "getattr")
            .op('q', 0, '0')
            .text("x".repeat(255))
            .op('q', 1, '0')
            .global("mine", "Kind")
            .op('q', 2, '0');
    for (int i = 0; i <= Limits.PICKLE_CONTAINERS / 2; i++) {
      chain.op('h', 0, 'h', 2, 'h', 1, 0x86, 'R', 0x94, 'q', 2, '0');
    }
    assertRefused(chain.checkpoint(STORAGE)).contains("more than 1000000 containers");
  }

  @Test
  void placeholdersTurnIntoNothingElse() {
    assertRefused(object("mine", "Model").op(')', 'R').checkpoint(STORAGE))
        .contains("a object is called");
    assertRefused(
            TestPickle.start()
                .global("torch._utils", "_rebuild_parameter")
                .raw(object("mine", "Model"))
                .op('N', 'N', 0x87, 'R')
                .checkpoint(STORAGE))
        .contains("argument 0 of torch._utils._rebuild_parameter is a object");
    assertRefused(
            TestPickle.start()
                .global("collections", "OrderedDict")
                .op(')', 0x81)
                .checkpoint(STORAGE))
        .contains("an object is made of a function or class");
    assertRefused(TestPickle.start().text("mine.Model").op(')', 0x81).checkpoint(STORAGE))
        .contains("an object is made of a str");
    assertRefused(TestPickle.start().op(']', '(', 'N', 0x90).checkpoint(STORAGE))
        .contains("finds a list");
  }

  @Test
  void placeholdersThatHoldThemselvesOrMultiplyAreRefused() {
    assertRefused(object("mine", "List").op('q', 0, 'h', 0, 'a').checkpoint(STORAGE))
        .contains("nested more than 64 deep");
    TestPickle many = TestPickle.start().global("mine", "Model").op('q', 0);
    for (int i = 0; i <= Limits.PICKLE_CONTAINERS; i++) {
      many.op('h', 0, ')', 0x81, '0');
    }
    assertRefused(many.checkpoint(STORAGE)).contains("more than 1000000 containers");
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        'i', 'o', 0x82, 0x83, 0x84, 'P', 0x97, 0x98, 'I', 'L', 'F', 'S', 'V', 'l', 'd', 'p', 'g',
        0x80, 0xff, 0x00, '\n'
      })
  void everyOtherInstructionIsRefused(int opcode) {
    assertRefused(TestPickle.start().op(opcode).checkpoint(STORAGE))
        .contains("pickle byte 2", String.format(Locale.ROOT, "0x%02x", opcode), "is refused");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 6, 255})
  void otherProtocolsAreRefused(int protocol) {
    assertRefused(TestPickle.protocol(protocol).op('N').checkpoint(STORAGE))
        .contains("pickle protocol " + protocol + " is not read");
  }

  @Test
  void callingWhatIsNoFunctionIsRefused() {
    assertRefused(TestPickle.start().text("os.system").op(')', 'R').checkpoint(STORAGE))
        .contains("a str is called");
    assertRefused(TestPickle.start().global("torch", "float32").op(')', 'R').checkpoint(STORAGE))
        .contains("a function or class is called");
    assertRefused(
            TestPickle.start()
                .global("torch._utils", "_rebuild_tensor_v2")
                .op(')', 'R')
                .checkpoint(STORAGE))
        .contains("_rebuild_tensor_v2 is called with 0 arguments");
  }

  @Test
  void aKeySetTwiceIsRefused() {
    TestPickle pickle =
        TestPickle.start().op('}', '(').text("w").vector("0", 4).text("w").vector("0", 4).op('u');
    assertRefused(pickle.checkpoint(STORAGE)).contains("the key 'w' is set twice");
  }

  @Test
  void twoTensorsOfOneJoinedNameAreRefused() {
    TestPickle pickle =
        TestPickle.start()
            .op('}', '(')
            .text("a/b")
            .vector("0", 4)
            .text("a")
            .op('}')
            .text("b")
            .vector("0", 4)
            .op('s')
            .op('u');
    assertRefused(pickle.checkpoint(STORAGE)).contains("two tensors are called 'a/b'");
  }

  @Test
  void keysThatAreContainersAreRefused() {
    assertRefused(TestPickle.start().op('}', ']', 'N', 's').checkpoint(STORAGE))
        .contains("a dict key is a list");
    assertRefused(TestPickle.start().op('}', '}', 'N', 's').checkpoint(STORAGE))
        .contains("a dict key is a dict");
    assertRefused(TestPickle.start().op('}').vector("0", 4).op('N', 's').checkpoint(STORAGE))
        .contains("a dict key is a tensor");
  }

  @Test
  void lengthsBeyondThePickleAreRefusedBeforeAnyAllocation() {
    assertRefused(TestPickle.start().op(0x8b).i32(Integer.MAX_VALUE).checkpoint(STORAGE))
        .contains("2147483647 more bytes were announced");
    assertRefused(TestPickle.start().op(0x8b).i32(-1).checkpoint(STORAGE))
        .contains("4294967295 more bytes were announced");
    assertRefused(TestPickle.start().op('X').i32(-1).checkpoint(STORAGE))
        .contains("4294967295 more bytes");
    assertRefused(TestPickle.start().op(0x8d).i64(-1).checkpoint(STORAGE))
        .contains("18446744073709551615 more bytes");
    assertRefused(TestPickle.start().op(0x8e).i64(Long.MAX_VALUE).checkpoint(STORAGE))
        .contains("9223372036854775807 more bytes");
  }

  @Test
  void memoBombsAreRefused() {
    assertRefused(TestPickle.start().op('N', 'r').i32(-1).checkpoint(STORAGE))
        .contains("memo index 4294967295 is beyond");
    assertRefused(TestPickle.start().op('j').i32(5).checkpoint(STORAGE))
        .contains("memo index 5 was never set");
    assertRefused(TestPickle.start().op('(', 'q', 0).checkpoint(STORAGE))
        .contains("the stack is empty");
  }

  @Test
  void stacksBelowTheirMarkAreRefused() {
    assertRefused(TestPickle.start().op('0').checkpoint(STORAGE)).contains("the stack is empty");
    assertRefused(TestPickle.start().op('N', '(', 0x85).checkpoint(STORAGE))
        .contains("the stack is empty");
    assertRefused(TestPickle.start().op('t').checkpoint(STORAGE)).contains("needs a mark");
    assertRefused(TestPickle.start().op('N', 'N').checkpoint(STORAGE))
        .contains("stops with 2 values and 0 marks");
    assertRefused(TestPickle.start().op('N', '.').checkpoint(STORAGE))
        .contains("1 bytes follow the end");
  }

  @Test
  void stacksContainersAndStepsAreBounded() {
    TestPickle deep = TestPickle.start();
    TestPickle lists = TestPickle.start();
    for (int i = 0; i <= Limits.PICKLE_STACK; i++) {
      deep.op('N');
      lists.op(']', '0');
    }
    assertRefused(deep.checkpoint(STORAGE)).contains("the stack grows beyond 1048576");
    assertRefused(lists.checkpoint(STORAGE)).contains("more than 1000000 containers");
    TestPickle marks = TestPickle.start();
    for (int i = 0; i <= Limits.PICKLE_STACK; i++) {
      marks.op('(');
    }
    assertRefused(marks.checkpoint(STORAGE)).contains("the mark stack grows beyond");
    TestPickle steps = TestPickle.start();
    for (int i = 0; i < Limits.PICKLE_STEPS; i += 2) {
      steps.op('N', '0');
    }
    assertRefused(steps.checkpoint(STORAGE)).contains("more than 8000000 steps");
  }

  @Test
  void deepNestingAndCyclesAreRefused() {
    TestPickle deep = TestPickle.start();
    for (int i = 0; i < 100_000; i++) {
      deep.op(']');
    }
    for (int i = 1; i < 100_000; i++) {
      deep.op('a');
    }
    assertRefused(deep.checkpoint(STORAGE)).contains("nested more than 64 deep");
    assertRefused(TestPickle.start().op(']', 'q', 0, 'h', 0, 'a').checkpoint(STORAGE))
        .contains("nested more than 64 deep");
  }

  @Test
  void sharedContainersThatMultiplyAreRefused() {
    TestPickle laughs = TestPickle.start().op(')', 'q', 0);
    for (int i = 1; i < 40; i++) {
      laughs.op('h', i - 1, 'h', i - 1, 0x86, 'q', i, '0');
    }
    assertRefused(laughs.op('0', 'h', 39).checkpoint(STORAGE))
        .contains("lead to more than 4000000 values");
  }

  @Test
  void tensorsThatMultiplyThroughSharedListsAreRefused() {
    TestPickle laughs = TestPickle.start().vector("0", 4).op('q', 0);
    for (int i = 1; i < 40; i++) {
      laughs.op('h', i - 1, 'h', i - 1, 0x86, 'q', i, '0');
    }
    assertRefused(laughs.op('0', 'h', 39).checkpoint(STORAGE))
        .contains("there are more than 100000 tensors");
  }

  @Test
  void longTextsArePassedOverButNameNothing() throws IOException {
    String text = "x".repeat(70_000);
    TestPickle value = TestPickle.start().op('}', '(').text("log").text(text).text("w");
    assertThat(names(value.vector("0", 4).op('u'))).containsExactly("w");
    assertThat(names(dictOf(text).vector("0", 4).op('s'))).containsExactly("object");
  }

  /** Bytes that one thread allocates to refuse or read the worst pickle of each kind. */
  @Test
  void theWorstPicklesTakeBoundedMemory() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    TestPickle dicts = TestPickle.start();
    TestPickle numbers = TestPickle.start();
    for (int i = 0; i < 1_000_000; i++) {
      dicts.op('}', 'N', 'N', 's');
      numbers.op('J').i32(i + 1000);
    }
    TestPickle texts = TestPickle.start();
    for (int i = 0; i < 480; i++) {
      texts.text("\u00e9" + "x".repeat(65_000));
    }
    for (TestPickle worst : List.of(dicts, numbers, texts)) {
      byte[] file = worst.checkpoint(STORAGE);
      long before = threads.getCurrentThreadAllocatedBytes();
      TensorFormatException refusal = Refusals.ofOpening(file);
      assertThat(threads.getCurrentThreadAllocatedBytes() - before)
          .isBetween((long) file.length / 2, 256L << 20);
      assertThat(refusal).hasMessageContaining("the pickle stops with");
    }
  }

  @Test
  void longNamesAreRefused() {
    assertRefused(dictOf("x".repeat(5000)).vector("0", 4).op('s').checkpoint(STORAGE))
        .contains("a tensor's name has 5000 characters");
  }

  @Test
  void tensorsOutsideTheirStorageAreRefused() {
    assertRefused(tensor(4, 1, longs(4), longs(1)).checkpoint(STORAGE))
        .contains("tensor 'w' in entry 'a/data/0'", "reach element 5 of a storage of 4");
    assertRefused(tensor(4, 0, longs(2, 2), longs(3, 1)).checkpoint(STORAGE))
        .contains("reach element 5 of a storage of 4");
    assertRefused(tensor(4, 5, longs(0), longs(1)).checkpoint(STORAGE))
        .contains("reach element 5 of a storage of 4");
    assertRefused(tensor(4, 0, longs(Long.MAX_VALUE, 3), longs(1, 1)).checkpoint(STORAGE))
        .contains("overflows 64-bit positions");
    assertRefused(tensor(4, 0, longs(3), longs(Long.MAX_VALUE)).checkpoint(STORAGE))
        .contains("overflows 64-bit positions");
  }

  @Test
  void negativeSizesStridesAndOffsetsAreRefused() {
    assertRefused(tensor(4, 0, longs(-1), longs(1)).checkpoint(STORAGE)).contains("negative: -1");
    assertRefused(tensor(4, 3, longs(4), longs(-1)).checkpoint(STORAGE)).contains("negative: -1");
    assertRefused(tensor(4, -1, longs(4), longs(1)).checkpoint(STORAGE)).contains("has offset -1");
    assertRefused(tensor(-4, 0, longs(4), longs(1)).checkpoint(STORAGE))
        .contains("a persistent id is not");
    assertRefused(tensor(4, 0, longs(4), longs()).checkpoint(STORAGE))
        .contains("1 dimensions and 0 strides");
    assertRefused(tensor(4, 0, new long[17], new long[17]).checkpoint(STORAGE))
        .contains("17 dimensions, more than 16");
  }

  @Test
  void storagesThatAreMissingOrOfAnotherSizeAreRefused() {
    assertRefused(dictOf("w").vector("../0", 4).op('s').checkpoint(STORAGE))
        .contains("'a/data/../0'", "the archive holds no such entry");
    assertRefused(dictOf("w").vector("0", 5).op('s').checkpoint(STORAGE))
        .contains("should hold 5 elements of 4 bytes, the entry has 16 bytes");
    assertRefused(dictOf("w").vector("0", 1L << 62).op('s').checkpoint(STORAGE))
        .contains("should hold 4611686018427387904 elements of 4 bytes");
  }

  @Test
  void expandedViewsAreReadWhileSmallAndRefusedWhenTheyMultiply() throws IOException {
    try (TensorFile file = open(tensor(4, 1, longs(2, 3), longs(1, 0)))) {
      assertThat(Fixtures.values(file, "w")).containsExactly(2, 2, 2, 3, 3, 3);
    }
    assertRefused(tensor(4, 0, longs(1L << 40), longs(0)).checkpoint(STORAGE))
        .contains("claims 1099511627776 elements of a storage of 4", ".contiguous()");
  }

  @Test
  void pendingOperationsAreRefused() {
    TestPickle pickle =
        dictOf("w")
            .global("torch._utils", "_rebuild_tensor_v2")
            .op('(')
            .storage("FloatStorage", "0", 4)
            .number(0)
            .numbers(4)
            .numbers(1)
            .op(0x89)
            .emptyOrderedDict()
            .op('}')
            .text("neg")
            .op(0x88, 's', 't', 'R', 's');
    assertRefused(pickle.checkpoint(STORAGE)).contains("pending operation", ".resolve_neg()");
  }

  @Test
  void aNewlineIsNeededAfterModuleNames() {
    assertRefused(TestPickle.start().ascii("c" + "x".repeat(1000)).checkpoint(STORAGE))
        .contains("does not end within 256 bytes");
  }

  @Test
  void textThatIsNotUtf8IsRefused() {
    assertRefused(TestPickle.start().op(0x8c, 1, 0xff).checkpoint(STORAGE)).contains("not UTF-8");
  }
}
