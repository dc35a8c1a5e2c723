package org.gradienttransport.jobs.hub.fetch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.gradienttransport.jobs.conf.HubSource;
import org.gradienttransport.jobs.conf.Snapshots;
import org.gradienttransport.jobs.conf.StepTemplate;
import org.gradienttransport.jobs.hub.fetch.HubClient.Ref;
import org.gradienttransport.jobs.hub.fetch.HubClient.TreeFile;
import org.gradienttransport.jobs.hub.fetch.HubException.Kind;

/**
 * Steps that are told by templates: of branches and tags, or of folders and files at one of them.
 *
 * @param at where the steps are; its repository is not looked at
 * @param directory directory of a step below its source's folder at the target
 */
public record RefLayout(HubSource at, StepTemplate directory) implements HubLayout {

  /**
   * @throws IllegalArgumentException if a star of the directory cannot be filled in
   */
  public RefLayout {
    boolean known =
        directory.text().equals(at.ref().text()) || directory.text().equals(at.folder().text());
    if (directory.hasStar() && !known) {
      throw new IllegalArgumentException(
          ("the directory '%s' has a '*', which fetching can fill in only where the directory is"
                  + " the same template as the ref '%s' or the folder '%s'")
              .formatted(directory.text(), at.ref().text(), at.folder().text()));
    }
  }

  @Override
  public SortedMap<Long, Ref> steps(HubClient hub, Source source) throws IOException {
    List<Ref> refs = hub.refs(source.repo());
    return at.ref().hasStep() ? ofRefs(refs) : ofFiles(hub, source, refs);
  }

  private SortedMap<Long, Ref> ofRefs(List<Ref> refs) throws HubException {
    SortedMap<Long, Ref> steps = new TreeMap<>();
    for (Ref ref : refs) {
      OptionalLong step = at.ref().stepOf(ref.name());
      if (step.isPresent()) {
        Ref other = steps.putIfAbsent(step.getAsLong(), ref);
        if (other != null && !other.commit().equals(ref.commit())) {
          throw new HubException(
              Kind.BAD_DATA,
              "'%s' and '%s' both fit '%s' at step %s and are not the same commit"
                  .formatted(
                      HubNames.shown(other.name()),
                      HubNames.shown(ref.name()),
                      at.ref().text(),
                      step.getAsLong()));
        }
      }
    }
    if (steps.isEmpty()) {
      throw new HubException(
          Kind.MISSING,
          "no branch or tag there is like '%s'; %s"
              .formatted(
                  at.ref().text(),
                  HubLayout.some("branch or tag", refs.stream().map(Ref::name).toList())));
    }
    return steps;
  }

  private SortedMap<Long, Ref> ofFiles(HubClient hub, Source source, List<Ref> refs)
      throws IOException {
    String wanted = source.branch().orElse(at.ref().text());
    Ref ref =
        refs.stream()
            .filter(one -> one.name().equals(wanted))
            .findFirst()
            .orElseThrow(
                () ->
                    new HubException(
                        Kind.MISSING,
                        "no branch or tag '%s'; %s"
                            .formatted(
                                HubNames.shown(wanted),
                                HubLayout.some(
                                    "branch or tag", refs.stream().map(Ref::name).toList()))));
    List<String> paths =
        hub.files(source.repo(), ref.commit(), "").stream().map(TreeFile::path).toList();
    SortedMap<Long, Ref> steps = new TreeMap<>();
    for (StepTemplate file : paths()) {
      paths.forEach(path -> file.stepOf(path).ifPresent(step -> steps.put(step, ref)));
    }
    if (steps.isEmpty()) {
      throw new HubException(
          Kind.MISSING,
          "no file at '%s' is like %s; %s"
              .formatted(HubNames.shown(wanted), texts(paths()), HubLayout.some("file", paths)));
    }
    return steps;
  }

  /** Templates of whole paths, best first. */
  private List<StepTemplate> paths() {
    return at.files().stream().map(file -> inRoot() ? file : at.folder().below(file)).toList();
  }

  private boolean inRoot() {
    return at.folder().text().equals(".");
  }

  private static String texts(List<StepTemplate> templates) {
    return templates.stream()
        .map(template -> "'" + template.text() + "'")
        .collect(Collectors.joining(" or "));
  }

  @Override
  public String hubFolder() {
    return "";
  }

  @Override
  public String stepFolder(Source source, long step, Ref ref) {
    String below =
        directory.text().equals(at.ref().text()) && directory.hasStar()
            ? ref.name()
            : directory.at(step);
    return below.equals(".") ? source.folder() : source.folder() + "/" + below;
  }

  /** Beside a step's other files; the folder it has on the hub is left out. */
  @Override
  public String place(Source source, long step, Ref ref, String hubPath) {
    String[] segments = hubPath.split("/", -1);
    int folders = inRoot() ? 0 : at.folder().segments().size();
    List<String> hub = List.of(segments);
    String name = String.join("/", hub.subList(folders, hub.size()));
    return directory.hasStar() && !directory.text().equals(at.ref().text())
        ? source.folder() + "/" + hubPath
        : stepFolder(source, step, ref) + "/" + name;
  }

  @Override
  public List<TreeFile> choose(
      HubClient hub, Source source, long step, Ref ref, List<TreeFile> tree) throws IOException {
    for (StepTemplate path : paths()) {
      List<TreeFile> fitting =
          tree.stream().filter(file -> path.matches(file.path(), step)).toList();
      if (fitting.size() > 1) {
        throw new HubException(
            Kind.BAD_DATA,
            "%d files are like '%s', so nobody can say which is meant"
                .formatted(fitting.size(), path.at(step)));
      }
      if (fitting.size() == 1) {
        TreeFile file = fitting.get(0);
        Map<String, TreeFile> byPath =
            tree.stream()
                .collect(Collectors.toMap(TreeFile::path, Function.identity(), (a, b) -> b));
        return Snapshots.isIndex(file.path().substring(file.path().lastIndexOf('/') + 1))
            ? HubIndex.withShards(hub, source.repo(), ref.commit(), file, byPath)
            : List.of(file);
      }
    }
    List<String> there = new ArrayList<>(new TreeSet<>(tree.stream().map(TreeFile::path).toList()));
    throw new HubException(
        Kind.MISSING,
        "no %s at '%s'; %s"
            .formatted(
                paths().stream().map(path -> path.at(step)).collect(Collectors.joining(", no ")),
                HubNames.shown(ref.name()),
                HubLayout.some("file", there)));
  }

  /** Only of a folder of the step's own, and only the best kind of file: else it is listed. */
  @Override
  public boolean accepts(List<RemoteFile> known) {
    return directory.hasStep()
        && paths().stream().limit(1).anyMatch(best -> known.stream().anyMatch(f -> fits(best, f)));
  }

  private static boolean fits(StepTemplate path, RemoteFile file) {
    return path.hasStep()
        ? path.stepOf(file.hubPath()).isPresent()
        : path.matches(file.hubPath(), 0);
  }
}
