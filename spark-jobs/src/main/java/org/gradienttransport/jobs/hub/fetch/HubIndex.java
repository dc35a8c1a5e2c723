package org.gradienttransport.jobs.hub.fetch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.gradienttransport.jobs.hub.fetch.HubClient.TreeFile;
import org.gradienttransport.jobs.hub.fetch.HubException.Kind;

/** The files that the index of a sharded checkpoint names, which lie beside it. */
final class HubIndex {
  private static final int LARGEST_INDEX = 16 << 20;

  private HubIndex() {}

  /**
   * The index followed by its shards by name.
   *
   * @param tree what the commit holds, by path
   * @throws HubException of kind MISSING when a shard is not there, BAD_DATA when it is no index
   */
  static List<TreeFile> withShards(
      HubClient hub, String repo, String commit, TreeFile index, Map<String, TreeFile> tree)
      throws IOException {
    if (index.size() > LARGEST_INDEX) {
      throw bad(index.path() + " has " + index.size() + " bytes, too many for an index");
    }
    List<TreeFile> chosen = new ArrayList<>(List.of(index));
    String text = hub.read(hub.address(repo, commit, index.path()));
    String folder = index.path().substring(0, index.path().lastIndexOf('/') + 1);
    for (String shard : shards(index.path(), text)) {
      TreeFile file = tree.get(folder + shard);
      if (file == null) {
        throw new HubException(
            Kind.MISSING,
            index.path() + " names the shard '" + HubNames.shown(shard) + "', which is not there");
      }
      chosen.add(file);
    }
    return chosen;
  }

  private static SortedSet<String> shards(String index, String text) throws HubException {
    JsonNode all;
    try {
      all = new ObjectMapper().readTree(text).path("weight_map");
    } catch (JsonProcessingException e) {
      throw bad(index + " is not JSON");
    }
    SortedSet<String> shards = new TreeSet<>();
    for (JsonNode name : all) {
      String shard = name.asText();
      if (HubNames.objectionTo(shard).isPresent() || shard.contains("/")) {
        throw bad(index + " names the shard '" + HubNames.shown(shard) + "', no plain file name");
      }
      shards.add(shard);
    }
    if (shards.isEmpty()) {
      throw bad(index + " has no weight_map");
    }
    return shards;
  }

  private static HubException bad(String message) {
    return new HubException(Kind.BAD_DATA, message);
  }
}
