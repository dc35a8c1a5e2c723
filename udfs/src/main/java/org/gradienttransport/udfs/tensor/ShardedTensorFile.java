package org.gradienttransport.udfs.tensor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A checkpoint in several files as one: the tensors of all shards, shards in order of their file
 * names. Index and shards must name exactly the same tensors.
 */
public final class ShardedTensorFile extends SeveralFiles {
  private final CheckpointIndex index;

  /** Tensors that will be streamed one after the other from one shard, by the first of them. */
  private final Map<String, List<TensorInfo>> expected = new HashMap<>();

  private ShardedTensorFile(CheckpointIndex index) {
    super(index.name());
    this.index = index;
  }

  /**
   * Opens and checks every shard, one after another; all stay open until this file is closed.
   *
   * @throws TensorFormatException if a shard is refused, or contradicts the index
   * @throws IOException whatever {@code opener} throws, a missing shard above all
   */
  public static ShardedTensorFile open(
      CheckpointIndex index, ShardOpener opener, ReadOptions options) throws IOException {
    ShardedTensorFile file = new ShardedTensorFile(index);
    file.open(index.shards(), opener, options);
    return file;
  }

  @Override
  void add(String fileName, TensorFile shard) throws TensorFormatException {
    for (String name : shard.unreadable().keySet()) {
      if (fileName.equals(index.weightMap().get(name))) {
        putUnreadable(name, shard.unreadable().get(name));
      }
    }
    for (TensorInfo tensor : shard.tensors()) {
      String listed = index.weightMap().get(tensor.name());
      if (!fileName.equals(listed)) {
        throw new FilePlace(shard.name(), tensor.place())
            .refuse(
                "the index %s%s"
                    .formatted(
                        index.name(),
                        listed == null ? " does not list it" : " says it is in " + listed),
                Remedy.INDEX_AGAIN);
      }
      put(tensor);
    }
  }

  @Override
  void checkComplete() throws TensorFormatException {
    Set<String> found = new HashSet<>(unreadable().keySet());
    tensors().forEach(tensor -> found.add(tensor.name()));
    for (Map.Entry<String, String> listed : index.weightMap().entrySet()) {
      if (!found.contains(listed.getKey())) {
        throw new FilePlace(index.name(), "weight_map, tensor " + FilePlace.quote(listed.getKey()))
            .refuse("it is not in " + listed.getValue(), Remedy.INDEX_AGAIN);
      }
    }
  }

  /** The files of the index, by name. */
  public Map<String, TensorFile> shards() {
    return files();
  }

  @Override
  public Map<String, String> tied() {
    Map<String, String> tied = new LinkedHashMap<>();
    files().values().forEach(shard -> tied.putAll(shard.tied()));
    return tied;
  }

  @Override
  public void expect(List<TensorInfo> order) throws TensorFormatException {
    List<TensorInfo> run = new ArrayList<>();
    expected.clear();
    for (TensorInfo tensor : order) {
      String shard = index.weightMap().get(tensor(tensor.name()).name());
      if (!run.isEmpty() && !shard.equals(index.weightMap().get(run.get(0).name()))) {
        expected.put(run.get(0).name(), List.copyOf(run));
        run.clear();
      }
      run.add(tensor);
    }
    if (!run.isEmpty()) {
      expected.put(run.get(0).name(), List.copyOf(run));
    }
  }

  /** A shard is told of a run of its tensors when the first of them is streamed, not before. */
  @Override
  public void stream(TensorInfo tensor, ChunkConsumer consumer) throws IOException {
    tensor(tensor.name());
    TensorFile shard = files().get(index.weightMap().get(tensor.name()));
    List<TensorInfo> run = expected.remove(tensor.name());
    if (run != null) {
      shard.expect(run);
    }
    shard.stream(tensor, consumer);
  }
}
