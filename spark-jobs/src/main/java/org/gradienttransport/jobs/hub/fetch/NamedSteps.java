package org.gradienttransport.jobs.hub.fetch;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.gradienttransport.jobs.hub.fetch.HubClient.TreeFile;
import org.gradienttransport.jobs.hub.fetch.HubException.Kind;

/**
 * Steps that are told by the titles of commits, or by the names of branches.
 *
 * @param stepsAreCommits whether steps are commits of one branch, told by their titles, or branches
 * @param stepName matches a step's title or branch, and finds its number
 * @param stepFolder what comes before the number in a step's folder at the target
 * @param hubFolder the only folder of the repository that matters; "" for its root
 * @param files names of a step's files, best first; each may also have an index and shards
 */
record NamedSteps(
    boolean stepsAreCommits,
    Pattern stepName,
    String stepFolder,
    String hubFolder,
    List<String> files)
    implements HubLayout {

  @Override
  public SortedMap<Long, HubClient.Ref> steps(HubClient hub, Source source) throws IOException {
    List<HubClient.Ref> all =
        stepsAreCommits
            ? hub.commits(source.repo(), source.headBranch())
            : hub.branches(source.repo());
    SortedMap<Long, HubClient.Ref> steps = new TreeMap<>();
    for (HubClient.Ref ref : all) {
      Matcher step = stepName.matcher(ref.name().strip());
      if (step.matches()) {
        // Newest first: when training was resumed and saved a step again, the later save counts.
        steps.putIfAbsent(Long.valueOf(step.group(1)), ref);
      }
    }
    if (steps.isEmpty()) {
      throw new HubException(
          Kind.MISSING,
          "no branch or commit there is a training step; "
              + HubLayout.some("any", all.stream().map(HubClient.Ref::name).toList()));
    }
    return steps;
  }

  @Override
  public String stepFolder(Source source, long step, HubClient.Ref ref) {
    return source.folder() + stepFolder + step;
  }

  @Override
  public List<TreeFile> choose(
      HubClient hub, Source source, long step, HubClient.Ref ref, List<TreeFile> tree)
      throws IOException {
    Map<String, TreeFile> byName =
        tree.stream().collect(Collectors.toMap(TreeFile::path, Function.identity(), (a, b) -> b));
    for (String name : files) {
      if (byName.containsKey(name)) {
        return List.of(byName.get(name));
      }
      TreeFile index = byName.get(name + ".index.json");
      if (index != null) {
        return HubIndex.withShards(hub, source.repo(), ref.commit(), index, byName);
      }
    }
    throw new HubException(
        Kind.MISSING, "no " + String.join(", no ", files) + (stepsAreCommits ? "" : ", no index"));
  }

  @Override
  public boolean accepts(List<RemoteFile> known) {
    return known.stream()
        .map(file -> file.hubPath().replaceFirst("\\.index\\.json$", ""))
        .anyMatch(files::contains);
  }
}
