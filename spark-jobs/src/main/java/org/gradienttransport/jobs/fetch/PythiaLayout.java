package org.gradienttransport.jobs.fetch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Pythia and PolyPythias: each step is a branch {@code stepN}. Its weights go to {@code
 * <model>/stepN/}, as one file or as an index and the shards it names.
 */
final class PythiaLayout implements Layout {
  private static final Pattern BRANCH = Pattern.compile("step(\\d{1,12})");
  private static final int LARGEST_INDEX = 16 << 20;

  /** Which of the two formats a step's weights are taken in. */
  enum Format {
    /** What was uploaded by the trainer, else its later conversion. */
    AUTO,
    BIN,
    SAFETENSORS;

    private List<String> files() {
      return switch (this) {
        case AUTO -> List.of("pytorch_model.bin", "model.safetensors");
        case BIN -> List.of("pytorch_model.bin");
        case SAFETENSORS -> List.of("model.safetensors");
      };
    }
  }

  private final Format format;

  PythiaLayout(Format format) {
    this.format = format;
  }

  @Override
  public SortedMap<Long, String> steps(HubClient hub, Source source)
      throws HubException, InterruptedException {
    SortedMap<Long, String> steps = new TreeMap<>();
    for (HubClient.Branch branch : hub.branches(source.repo())) {
      Matcher name = BRANCH.matcher(branch.name());
      if (name.matches()) {
        steps.put(Long.valueOf(name.group(1)), branch.commit());
      }
    }
    return steps;
  }

  @Override
  public String stepFolder(Source source, long step) {
    return source.folder() + "/step" + step;
  }

  @Override
  public String hubFolder() {
    return "";
  }

  @Override
  public List<HubClient.TreeFile> choose(
      HubClient hub, Source source, String commit, List<HubClient.TreeFile> files)
      throws HubException, InterruptedException {
    Map<String, HubClient.TreeFile> byName = new LinkedHashMap<>();
    files.forEach(file -> byName.put(file.path(), file));
    for (String name : format.files()) {
      if (byName.containsKey(name)) {
        return List.of(byName.get(name));
      }
      HubClient.TreeFile index = byName.get(name + ".index.json");
      if (index != null) {
        return withShards(hub, source, commit, index, byName);
      }
    }
    throw new HubException(
        HubException.Kind.MISSING, "no " + String.join(", no ", format.files()) + ", no index");
  }

  @Override
  public boolean accepts(List<RemoteFile> known) {
    return format.files().stream()
        .anyMatch(
            name ->
                known.stream()
                    .map(RemoteFile::hubPath)
                    .anyMatch(path -> path.equals(name) || path.equals(name + ".index.json")));
  }

  @Override
  public String headBranch(Source source) {
    return source.branch().orElse("main");
  }

  private static List<HubClient.TreeFile> withShards(
      HubClient hub,
      Source source,
      String commit,
      HubClient.TreeFile index,
      Map<String, HubClient.TreeFile> byName)
      throws HubException, InterruptedException {
    if (index.size() > LARGEST_INDEX) {
      throw bad(index.path() + " has " + index.size() + " bytes, too many for an index");
    }
    List<HubClient.TreeFile> chosen = new ArrayList<>(List.of(index));
    String text = hub.read(hub.address(source.repo(), commit, index.path()));
    for (String shard : shards(index.path(), text)) {
      HubClient.TreeFile file = byName.get(shard);
      if (file == null) {
        throw new HubException(
            HubException.Kind.MISSING,
            index.path() + " names the shard '" + Printable.of(shard) + "', which is not there");
      }
      chosen.add(file);
    }
    return chosen;
  }

  private static SortedSet<String> shards(String index, String text) throws HubException {
    SortedSet<String> shards = new TreeSet<>();
    for (JsonNode name : parse(index, text).path("weight_map")) {
      String shard = name.asText();
      if (SafeNames.objectionTo(shard).isPresent() || shard.contains("/")) {
        throw bad(index + " names the shard '" + Printable.of(shard) + "', no plain file name");
      }
      shards.add(shard);
    }
    if (shards.isEmpty()) {
      throw bad(index + " has no weight_map");
    }
    return shards;
  }

  private static JsonNode parse(String index, String text) throws HubException {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new HubException(HubException.Kind.BAD_DATA, index + " is not JSON", e);
    }
  }

  private static HubException bad(String message) {
    return new HubException(HubException.Kind.BAD_DATA, message);
  }
}
