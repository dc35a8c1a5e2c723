package org.gradienttransport.jobs.hub.fetch;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.gradienttransport.jobs.conf.Snapshots;
import org.gradienttransport.jobs.hub.fetch.HubException.Kind;
import org.gradienttransport.jobs.plan.input.FieldRefusedException;
import org.gradienttransport.jobs.plan.input.RuleTensors;
import org.gradienttransport.udfs.tensor.CheckpointIndex;
import org.gradienttransport.udfs.tensor.SafetensorsExcerpt;
import org.gradienttransport.udfs.tensor.SeekableSource;
import org.gradienttransport.udfs.tensor.ShardedTensorFile;
import org.gradienttransport.udfs.tensor.TensorFile;
import org.gradienttransport.udfs.tensor.TensorFiles;

/**
 * Makes of a snapshot's files those that hold only the tensors of the field: reads their headers by
 * ranges as measuring reads files, and lets the family's rules choose. What cannot be taken in part
 * is fetched whole, and why is kept.
 */
final class Excerpts {
  private final RangeReader ranges;
  private final SortedMap<String, SortedSet<String>> whole = new TreeMap<>();
  private long wanted;
  private long offered;

  Excerpts(RangeReader ranges) {
    this.ranges = ranges;
  }

  /**
   * The files to fetch in place of a snapshot's.
   *
   * @param files a tensor file, or an index and its shards
   * @throws HubException of kind BAD_DATA if a header is damaged, or the rules refuse the tensors
   */
  List<RemoteFile> of(List<RemoteFile> files, RuleTensors rules) throws IOException {
    try {
      List<RemoteFile> excerpts =
          Snapshots.isIndex(files.get(0).name()) ? sharded(files, rules) : single(files, rules);
      count(files, excerpts);
      return excerpts;
    } catch (Unfit e) {
      note(e.getMessage(), files);
    } catch (RangeReader.NoRanges e) {
      note("the server sends no ranges of bytes", files);
    } catch (FieldRefusedException e) {
      throw new HubException(Kind.BAD_DATA, e.getMessage() + "; correct the family file", e);
    } catch (HubException e) {
      throw e;
    } catch (IOException e) {
      throw new HubException(Kind.BAD_DATA, e.getMessage(), e);
    }
    return files;
  }

  /** Not a file of which a part can be taken. */
  private static final class Unfit extends Exception {
    private static final long serialVersionUID = 1L;

    Unfit() {
      super("they are not safetensors");
    }
  }

  private List<RemoteFile> single(List<RemoteFile> files, RuleTensors rules)
      throws IOException, FieldRefusedException, Unfit {
    RemoteFile file = files.get(0);
    requireName(file);
    try (TensorFile tensors = TensorFiles.open(ranges.source(file), RangeReader.OPTIONS)) {
      return List.of(excerpt(file, tensors, rules.of(tensors), rules, 1));
    }
  }

  private List<RemoteFile> sharded(List<RemoteFile> files, RuleTensors rules)
      throws IOException, FieldRefusedException, Unfit {
    Map<String, RemoteFile> byName =
        files.stream()
            .collect(Collectors.toMap(RemoteFile::name, Function.identity(), (a, b) -> a));
    RemoteFile first = files.get(0);
    for (RemoteFile file : files) {
      requireName(file);
    }
    CheckpointIndex index;
    try (SeekableSource source = ranges.source(first)) {
      index = CheckpointIndex.read(source);
    }
    try (ShardedTensorFile all =
        ShardedTensorFile.open(
            index, shard -> ranges.source(shard(byName, shard)), RangeReader.OPTIONS)) {
      SortedMap<String, List<String>> taken = new TreeMap<>();
      for (String tensor : rules.of(all)) {
        taken
            .computeIfAbsent(index.weightMap().get(tensor), shard -> new ArrayList<>())
            .add(tensor);
      }
      int count = taken.size() + 1;
      List<RemoteFile> excerpts = new ArrayList<>();
      excerpts.add(index(first, taken, rules, count));
      for (Map.Entry<String, List<String>> shard : taken.entrySet()) {
        TensorFile tensors = all.shards().get(shard.getKey());
        excerpts.add(excerpt(byName.get(shard.getKey()), tensors, shard.getValue(), rules, count));
      }
      return excerpts;
    }
  }

  /** A hub may give another index the second time. */
  private static RemoteFile shard(Map<String, RemoteFile> byName, String name) throws HubException {
    if (!byName.containsKey(name)) {
      throw new HubException(Kind.BAD_DATA, "the index changed: it names " + name);
    }
    return byName.get(name);
  }

  private static void requireName(RemoteFile file) throws Unfit {
    if (Snapshots.excerptName(file.name()).equals(file.name())) {
      throw new Unfit();
    }
  }

  private static RemoteFile excerpt(
      RemoteFile file, TensorFile tensors, List<String> names, RuleTensors rules, int files)
      throws IOException, Unfit {
    Optional<SafetensorsExcerpt> found = SafetensorsExcerpt.of(tensors, names, origin(file));
    if (found.isEmpty()) {
      throw new Unfit();
    }
    SafetensorsExcerpt excerpt = found.get();
    return file.excerpt(
        Snapshots.excerptName(file.name()),
        Excerpt.of(rules.hash(), files, file.size(), excerpt.head(), excerpt.stretches()));
  }

  /** The index of excerpts: which file holds each tensor that was taken. */
  private static RemoteFile index(
      RemoteFile file, SortedMap<String, List<String>> taken, RuleTensors rules, int files)
      throws IOException {
    ObjectMapper json = new ObjectMapper();
    ObjectNode text = json.createObjectNode();
    origin(file).forEach(text.putObject("metadata")::put);
    ObjectNode map = text.putObject("weight_map");
    taken.forEach(
        (shard, tensors) ->
            new TreeSet<>(tensors)
                .forEach(tensor -> map.put(tensor, Snapshots.excerptName(shard))));
    return file.excerpt(
        Snapshots.excerptName(file.name()),
        Excerpt.of(rules.hash(), files, file.size(), json.writeValueAsBytes(text), List.of()));
  }

  /** What keeps anybody from taking an excerpt for the file it comes from. */
  private static Map<String, String> origin(RemoteFile file) {
    return Map.of(
        "excerpt",
        "only the tensors that the rules of a family take",
        "excerpt_of",
        file.repo() + " " + file.revision() + " " + file.hubPath(),
        "excerpt_of_bytes",
        Long.toString(file.size()),
        "excerpt_of_checksum",
        file.checksum().toString());
  }

  private synchronized void count(List<RemoteFile> files, List<RemoteFile> excerpts) {
    offered += files.stream().mapToLong(RemoteFile::size).sum();
    wanted += excerpts.stream().mapToLong(RemoteFile::size).sum();
  }

  private synchronized void note(String why, List<RemoteFile> files) {
    files.forEach(file -> whole.computeIfAbsent(why, w -> new TreeSet<>()).add(file.path()));
  }

  /** What was taken in part, and what could not be, in sentences. */
  synchronized List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (offered > 0) {
      notes.add("the rules take %d of %d bytes".formatted(wanted, offered));
    }
    whole.forEach(
        (why, files) ->
            notes.add(
                "%d file(s) are fetched whole, since %s; the first is %s"
                    .formatted(files.size(), why, HubNames.shown(files.first()))));
    return notes;
  }
}
