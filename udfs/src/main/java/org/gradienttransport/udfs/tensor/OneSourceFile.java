package org.gradienttransport.udfs.tensor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A tensor file that is one source.
 *
 * @param <T> what is known of a tensor: where its elements lie, as the format has it
 */
abstract class OneSourceFile<T extends OneSourceFile.Located> implements TensorFile {
  private final SeekableSource source;
  private final Map<String, T> located;
  private final Map<String, String> unreadable;

  /** A tensor that has been found. */
  interface Located {
    TensorInfo info();

    /** Where its elements lie, equal to that of another tensor which has the same elements. */
    default Object elements() {
      return this;
    }
  }

  /**
   * @param located tensors by name, in the order of the file
   * @param unreadable kinds of the others by name
   */
  OneSourceFile(SeekableSource source, Map<String, T> located, Map<String, String> unreadable) {
    this.source = source;
    this.located = located;
    this.unreadable = unreadable;
  }

  @Override
  public String name() {
    return source.name();
  }

  @Override
  public Map<String, String> unreadable() {
    return Collections.unmodifiableMap(unreadable);
  }

  @Override
  public Map<String, String> tied() {
    Map<List<Object>, String> first = new HashMap<>();
    Map<String, String> tied = new LinkedHashMap<>();
    located.forEach(
        (name, tensor) -> {
          String before =
              first.putIfAbsent(List.of(tensor.info().dtype(), tensor.elements()), name);
          if (before != null) {
            tied.put(name, before);
          }
        });
    return tied;
  }

  @Override
  public List<TensorInfo> tensors() {
    return located.values().stream().map(Located::info).toList();
  }

  @Override
  public Optional<TensorInfo> find(String tensorName) {
    return Optional.ofNullable(located.get(tensorName)).map(Located::info);
  }

  /**
   * What is known of the tensor of that name.
   *
   * @throws TensorFormatException if there is none
   */
  T located(String tensorName) throws TensorFormatException {
    return located.get(tensor(tensorName).name());
  }

  /** Where the bytes lie that streaming a tensor reads, with what stands before them. */
  abstract Stretch stretch(T tensor);

  @Override
  public void expect(List<TensorInfo> order) throws TensorFormatException {
    List<Stretch> stretches = new ArrayList<>();
    for (TensorInfo tensor : order) {
      stretches.add(stretch(located(tensor.name())));
    }
    source.expect(stretches);
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
