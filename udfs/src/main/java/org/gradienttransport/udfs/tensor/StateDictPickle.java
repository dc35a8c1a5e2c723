package org.gradienttransport.udfs.tensor;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.gradienttransport.udfs.tensor.TensorWriters.Pickled;

/** The {@code data.pkl} of a dictionary of contiguous tensors, each alone in its storage. */
final class StateDictPickle {
  private static final String ORDERED_DICT = "ccollections\nOrderedDict\n)R";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Pickled pickled;

  StateDictPickle(Pickled pickled) {
    this.pickled = pickled;
  }

  /** The pickle; tensor i lies in storage i. */
  byte[] bytes(List<TensorInfo> tensors) {
    out.write(0x80);
    out.write(2);
    ascii(pickled == Pickled.STATE_DICT ? ORDERED_DICT : "}");
    ascii("(");
    for (int i = 0; i < tensors.size(); i++) {
      text(tensors.get(i).name());
      tensor(tensors.get(i), i);
    }
    ascii("u");
    if (pickled == Pickled.STATE_DICT) {
      metadata();
    }
    ascii(".");
    return out.toByteArray();
  }

  /** The attribute that a BUILD instruction hangs on the finished dictionary. */
  private void metadata() {
    ascii("}");
    text("_metadata");
    ascii(ORDERED_DICT + "(");
    text("");
    ascii("}");
    text("version");
    number(1);
    ascii("susb");
  }

  private void tensor(TensorInfo tensor, int key) {
    ascii("ctorch._utils\n_rebuild_tensor_v2\n((");
    text("storage");
    ascii("ctorch\n" + storage(tensor.dtype()) + "\n");
    text(Integer.toString(key));
    text("cpu");
    number(tensor.elements());
    ascii("tQ");
    number(0);
    tuple(tensor.shape());
    tuple(strides(tensor.shape()));
    out.write(0x89); // requires_grad is false
    ascii(ORDERED_DICT + "tR");
  }

  private static String storage(DType dtype) {
    return switch (dtype) {
      case F16 -> "HalfStorage";
      case BF16 -> "BFloat16Storage";
      case F32 -> "FloatStorage";
      case F64 -> "DoubleStorage";
      case U8 -> "ByteStorage";
      default -> throw new IllegalArgumentException("no tensors of " + dtype + " are written");
    };
  }

  private static List<Long> strides(List<Long> shape) {
    List<Long> strides = new ArrayList<>();
    long stride = 1;
    for (int i = shape.size() - 1; i >= 0; i--) {
      strides.add(0, stride);
      stride *= shape.get(i);
    }
    return strides;
  }

  private void tuple(List<Long> numbers) {
    ascii("(");
    numbers.forEach(this::number);
    ascii("t");
  }

  /** BININT where it fits, LONG1 beyond. */
  private void number(long value) {
    if (value <= Integer.MAX_VALUE) {
      ascii("J");
      out.writeBytes(little(4).putInt((int) value).array());
    } else {
      out.write(0x8a);
      out.write(Long.BYTES);
      out.writeBytes(little(Long.BYTES).putLong(value).array());
    }
  }

  private void text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ascii("X");
    out.writeBytes(little(4).putInt(bytes.length).array());
    out.writeBytes(bytes);
  }

  private void ascii(String text) {
    out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
