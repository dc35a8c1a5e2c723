package org.gradienttransport.udfs.tensor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The gradients of one step as OLMo-core dumps them: a folder of safetensors files named after the
 * parameters, each with one tensor called {@code gradient}. Here a tensor is called by its file,
 * without the extension; tensors come in the order of the names.
 */
public final class GradientFolder implements TensorFile {
  /** What every file calls its tensor. */
  private static final String KEY = "gradient";

  private static final String EXTENSION = ".safetensors";

  private final String name;
  private final Map<String, TensorFile> files = new LinkedHashMap<>();
  private final Map<String, TensorInfo> tensors = new LinkedHashMap<>();
  private final Map<String, String> unreadable = new LinkedHashMap<>();

  private GradientFolder(String name) {
    this.name = name;
  }

  /**
   * Opens and checks every file, one after another; all stay open until this one is closed.
   *
   * @param name of the folder, for messages
   * @param fileNames of its safetensors files, in any order
   * @throws TensorFormatException if a file is refused, or holds anything but one gradient
   */
  public static GradientFolder open(
      String name, List<String> fileNames, ShardOpener opener, ReadOptions options)
      throws IOException {
    if (fileNames.size() > Limits.SHARDS) {
      throw new FilePlace(name, "folder")
          .refuse(
              "it holds " + fileNames.size() + " files, more than " + Limits.SHARDS,
              Remedy.BEYOND_LIMIT);
    }
    GradientFolder folder = new GradientFolder(name);
    try {
      for (String file : fileNames.stream().sorted().toList()) {
        folder.add(parameter(file), TensorFiles.open(opener.open(file), options));
      }
      return folder;
    } catch (IOException | RuntimeException e) {
      try {
        folder.close();
      } catch (IOException closing) {
        e.addSuppressed(closing);
      }
      throw e;
    }
  }

  /** Whether a file can be one of a folder's, by its name. */
  public static boolean isPart(String fileName) {
    return fileName.endsWith(EXTENSION) && fileName.length() > EXTENSION.length();
  }

  private static String parameter(String fileName) {
    return fileName.endsWith(EXTENSION)
        ? fileName.substring(0, fileName.length() - EXTENSION.length())
        : fileName;
  }

  private void add(String parameter, TensorFile file) throws TensorFormatException {
    files.put(parameter, file);
    List<String> keys = new ArrayList<>(file.unreadable().keySet());
    file.tensors().forEach(tensor -> keys.add(tensor.name()));
    if (!keys.equals(List.of(KEY))) {
      throw new FilePlace(file.name(), "header")
          .refuse(
              "a file of a folder of gradients has the one key '%s', this has %s key(s), such as %s"
                  .formatted(
                      KEY, keys.size(), keys.isEmpty() ? "none" : FilePlace.quote(keys.get(0))),
              "name the checkpoint's file or index in the family file, not its folder");
    }
    if (file.unreadable().isEmpty()) {
      TensorInfo found = file.tensors().get(0);
      tensors.put(
          parameter,
          new TensorInfo(
              parameter, found.dtype(), found.shape(), file.name() + ", " + found.place()));
    } else {
      unreadable.put(parameter, file.unreadable().get(KEY));
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Map<String, String> unreadable() {
    return Map.copyOf(unreadable);
  }

  @Override
  public List<TensorInfo> tensors() {
    return List.copyOf(tensors.values());
  }

  @Override
  public Optional<TensorInfo> find(String tensorName) {
    return Optional.ofNullable(tensors.get(tensorName));
  }

  @Override
  public void stream(TensorInfo tensor, ChunkConsumer consumer) throws IOException {
    tensor(tensor.name());
    TensorFile file = files.get(tensor.name());
    file.expect(List.of(file.tensor(KEY)));
    file.stream(file.tensor(KEY), consumer);
  }

  @Override
  public void close() throws IOException {
    closeAll(files.values());
  }

  /** Closes all, and throws the first failure with the others beside it. */
  static void closeAll(Iterable<TensorFile> files) throws IOException {
    IOException failure = null;
    for (TensorFile file : files) {
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
