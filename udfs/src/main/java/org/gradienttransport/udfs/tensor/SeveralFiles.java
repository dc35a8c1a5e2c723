package org.gradienttransport.udfs.tensor;

import java.io.IOException;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tensor files that together are one; all are open until this one is closed. */
abstract class SeveralFiles implements TensorFile {
  private final String name;
  private final Map<String, TensorFile> files = new LinkedHashMap<>();
  private final Map<String, TensorInfo> tensors = new LinkedHashMap<>();
  private final Map<String, String> unreadable = new LinkedHashMap<>();

  SeveralFiles(String name) {
    this.name = name;
  }

  /** Opens, checks and adds files one after another; where one is refused all are closed. */
  final void open(Collection<String> fileNames, ShardOpener opener, ReadOptions options)
      throws IOException {
    try {
      for (String file : fileNames) {
        TensorFile opened = TensorFiles.open(opener.open(file), options);
        files.put(key(file), opened);
        add(key(file), opened);
      }
      checkComplete();
    } catch (IOException | RuntimeException e) {
      TensorFiles.closeAfter(e, this);
      throw e;
    }
  }

  /** What a file is known by. */
  String key(String fileName) {
    return fileName;
  }

  /** Takes the tensors of one file. */
  abstract void add(String key, TensorFile file) throws TensorFormatException;

  /** Checks that nothing lacks once all files have been added. */
  void checkComplete() throws TensorFormatException {}

  final void put(TensorInfo tensor) {
    tensors.put(tensor.name(), tensor);
  }

  final void putUnreadable(String tensor, String kind) {
    unreadable.put(tensor, kind);
  }

  /** The files by their keys, in the order in which they were opened. */
  final Map<String, TensorFile> files() {
    return Collections.unmodifiableMap(files);
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final Map<String, String> unreadable() {
    return Map.copyOf(unreadable);
  }

  @Override
  public final List<TensorInfo> tensors() {
    return List.copyOf(tensors.values());
  }

  @Override
  public final Optional<TensorInfo> find(String tensorName) {
    return Optional.ofNullable(tensors.get(tensorName));
  }

  /** Closes all, and throws the first failure with the others beside it. */
  @Override
  public final void close() throws IOException {
    IOException failure = null;
    for (TensorFile file : files.values()) {
      try {
        file.close();
      } catch (IOException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
