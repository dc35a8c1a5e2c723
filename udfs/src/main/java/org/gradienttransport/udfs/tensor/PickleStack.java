package org.gradienttransport.udfs.tensor;

import java.util.Arrays;
import java.util.List;

/** The unpickler's stack, marks and memo, each bounded; none reaches below its mark. */
final class PickleStack {
  private final PickleInput input;
  private Object[] values = new Object[64];
  private int size;
  private int[] marks = new int[16];
  private int markCount;
  private Object[] memo = new Object[64];
  private int memoSize;

  PickleStack(PickleInput input) {
    this.input = input;
  }

  void push(Object value) throws TensorFormatException {
    if (size == values.length) {
      values = Arrays.copyOf(values, grown(size, Limits.PICKLE_STACK, "stack"));
    }
    values[size++] = value;
  }

  Object pop() throws TensorFormatException {
    Object value = peek();
    values[--size] = null;
    return value;
  }

  Object peek() throws TensorFormatException {
    if (size == floor()) {
      throw input.refuse("an instruction needs a value and the stack is empty", Remedy.FETCH_AGAIN);
    }
    return values[size - 1];
  }

  void mark() throws TensorFormatException {
    if (markCount == marks.length) {
      marks = Arrays.copyOf(marks, grown(markCount, Limits.PICKLE_STACK, "mark stack"));
    }
    marks[markCount++] = size;
  }

  /** Takes everything above the last mark, and the mark. */
  List<Object> popToMark() throws TensorFormatException {
    if (markCount == 0) {
      throw input.refuse("an instruction needs a mark and there is none", Remedy.FETCH_AGAIN);
    }
    int from = marks[--markCount];
    List<Object> taken = Arrays.asList(Arrays.copyOfRange(values, from, size));
    Arrays.fill(values, from, size, null);
    size = from;
    return taken;
  }

  /** Takes the last {@code count} values, in the order in which they were pushed. */
  List<Object> pop(int count) throws TensorFormatException {
    Object[] taken = new Object[count];
    for (int i = count - 1; i >= 0; i--) {
      taken[i] = pop();
    }
    return Arrays.asList(taken);
  }

  /** The one value left when the pickle stops. */
  Object last() throws TensorFormatException {
    if (markCount != 0 || size != 1) {
      throw input.refuse(
          "the pickle stops with " + size + " values and " + markCount + " marks on its stack",
          Remedy.FETCH_AGAIN);
    }
    return pop();
  }

  /** Remembers the top of the stack under the next index. */
  void memoize() throws TensorFormatException {
    memoize(memoSize);
  }

  /** Remembers the top of the stack. */
  void memoize(long index) throws TensorFormatException {
    if (index < 0 || index >= Limits.PICKLE_MEMO) {
      throw input.refuse(
          "memo index " + Long.toUnsignedString(index) + " is beyond " + Limits.PICKLE_MEMO,
          Remedy.BEYOND_LIMIT);
    }
    if (index >= memo.length) {
      int wanted = Math.max((int) index + 1, Math.min(2 * memo.length, Limits.PICKLE_MEMO));
      memo = Arrays.copyOf(memo, wanted);
    }
    memo[(int) index] = peek();
    memoSize = Math.max(memoSize, (int) index + 1);
  }

  Object recall(long index) throws TensorFormatException {
    if (index < 0 || index >= memoSize || memo[(int) index] == null) {
      throw input.refuse(
          "memo index " + Long.toUnsignedString(index) + " was never set", Remedy.FETCH_AGAIN);
    }
    return memo[(int) index];
  }

  private int floor() {
    return markCount == 0 ? 0 : marks[markCount - 1];
  }

  private int grown(int length, int limit, String what) throws TensorFormatException {
    if (length >= limit) {
      throw input.refuse(
          "the " + what + " grows beyond " + limit + " entries", Remedy.BEYOND_LIMIT);
    }
    return Math.min(2 * length, limit);
  }
}
