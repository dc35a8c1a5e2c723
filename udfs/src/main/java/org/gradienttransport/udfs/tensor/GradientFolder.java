package org.gradienttransport.udfs.tensor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The gradients of one step as OLMo-core dumps them: a folder of safetensors files named after the
 * parameters, each with one tensor called {@code gradient}. Here a tensor is called by its file,
 * without the extension; tensors come in the order of the names.
 */
public final class GradientFolder extends SeveralFiles {
  /** What every file calls its tensor. */
  private static final String KEY = "gradient";

  private static final String EXTENSION = ".safetensors";

  private GradientFolder(String name) {
    super(name);
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
    folder.open(fileNames.stream().sorted().toList(), opener, options);
    return folder;
  }

  /** Whether a file can be one of a folder's, by its name. */
  public static boolean isPart(String fileName) {
    return fileName.endsWith(EXTENSION) && fileName.length() > EXTENSION.length();
  }

  /** The parameter. */
  @Override
  String key(String fileName) {
    return fileName.endsWith(EXTENSION)
        ? fileName.substring(0, fileName.length() - EXTENSION.length())
        : fileName;
  }

  @Override
  void add(String parameter, TensorFile file) throws TensorFormatException {
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
      put(
          new TensorInfo(
              parameter, found.dtype(), found.shape(), file.name() + ", " + found.place()));
    } else {
      putUnreadable(parameter, file.unreadable().get(KEY));
    }
  }

  @Override
  public void stream(TensorInfo tensor, ChunkConsumer consumer) throws IOException {
    tensor(tensor.name());
    TensorFile file = files().get(tensor.name());
    file.expect(List.of(file.tensor(KEY)));
    file.stream(file.tensor(KEY), consumer);
  }
}
