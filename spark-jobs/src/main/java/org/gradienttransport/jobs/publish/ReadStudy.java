package org.gradienttransport.jobs.publish;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.gradienttransport.jobs.aggregate.scaling.MeasuredStudy;
import org.gradienttransport.jobs.conf.study.Study;
import org.gradienttransport.jobs.io.Json;
import org.gradienttransport.jobs.plan.Hashes;
import org.gradienttransport.jobs.scaling.StudyRows;
import org.gradienttransport.schemas.rows.ScalingRun;
import org.gradienttransport.schemas.vocabulary.ScalingRunStatus;

/** A study and its losses, as read. */
public record ReadStudy(Study study, StudyRows rows) {

  /** Reads the losses of studies, in the order of their names. */
  static List<ReadStudy> read(List<Study> studies, Configuration hadoop) {
    return studies.stream()
        .sorted(Comparator.comparing(Study::name))
        .map(study -> new ReadStudy(study, StudyRows.read(study, hadoop)))
        .toList();
  }

  /** What is fitted. */
  public MeasuredStudy measured() {
    return MeasuredStudy.of(study, rows.rows());
  }

  /** Whether any row has a status, whether or not it is published. */
  boolean has(ScalingRunStatus status) {
    return rows.counts().of(status) > 0;
  }

  /** Whether any row could not be used because something is wrong with it. */
  boolean hasBadRows() {
    return rows.counts().refused() > rows.counts().of(ScalingRunStatus.UNREADABLE);
  }

  /** SHA-256 of everything that decides the study's rows: its description, and every loss. */
  String digest() {
    Hashes.Stream digest = new Hashes.Stream().add(study.hash()).add(study.published().toString());
    rows.rows().forEach(row -> digest.add(text(row)));
    rows.warnings().forEach(digest::add);
    return digest.sha256();
  }

  /** Where the file lies is not what it says. */
  private static String text(ScalingRun row) {
    ScalingRun placeless =
        new ScalingRun(
            row.key(),
            row.size(),
            row.effort(),
            row.measured(),
            "",
            row.status(),
            null,
            row.uniqueTokens());
    return Arrays.stream(ScalingRun.ROWS.values(placeless))
        .map(String::valueOf)
        .collect(joining(",", "[", "]"));
  }

  /** What {@code _RUN.json} says of the study. */
  ObjectNode json(String digestKey) {
    ObjectNode json =
        Json.object()
            .put("name", study.name())
            .put("title", study.title())
            .put("note", study.note())
            .put("root", study.source().root())
            .put("files", rows.counts().files())
            .put("usable", rows.counts().usable())
            .put("refused", rows.counts().refused())
            .put("warm_up", rows.counts().warmUp())
            .put("left_out", rows.counts().leftOut())
            .put(digestKey, digest());
    ArrayNode warnings = json.putArray("warnings");
    rows.warnings().forEach(warnings::add);
    return json;
  }
}
