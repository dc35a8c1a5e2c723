package org.gradienttransport.udfs.relax;

import java.util.function.Consumer;
import org.gradienttransport.udfs.graph.Graph;

/**
 * The first half of a relaxation step: takes what the active nodes give away, batch by batch.
 *
 * @param active emptied, group by group
 */
// Made for one step and never compared; the field is shared on purpose.
@SuppressWarnings("ArrayRecordComponent")
record Gathering(Graph graph, double[] field, NodeSet active, double alpha) {
  private static final ThreadLocal<ShareBatch> BATCHES = ThreadLocal.withInitial(ShareBatch::new);

  /** Gathers from some groups of nodes; {@code taker} gets their shares in source order. */
  void run(int fromGroup, int toGroup, Consumer<ShareBatch> taker) {
    ShareBatch batch = BATCHES.get();
    batch.clear();
    run(
        fromGroup,
        toGroup,
        batch,
        expanded -> {
          taker.accept(expanded);
          expanded.clear();
        });
  }

  /** Walks the active nodes of some groups and appends all their shares to one batch. */
  void run(int fromGroup, int toGroup, ShareBatch batch) {
    run(fromGroup, toGroup, batch, expanded -> {});
  }

  private void run(int fromGroup, int toGroup, ShareBatch batch, Consumer<ShareBatch> taker) {
    for (int group = fromGroup; group < toGroup; group++) {
      if (active.groups[group] != 0) {
        active.groups[group] = 0;
        walk(group, batch, taker);
      }
    }
    batch.expand(graph, field, alpha);
    taker.accept(batch);
  }

  private void walk(int group, ShareBatch batch, Consumer<ShareBatch> taker) {
    int end = active.endOf(group);
    for (int word = group * NodeSet.WORDS_PER_GROUP; word < end; word++) {
      long members = active.words[word];
      if (members == 0) {
        continue;
      }
      active.words[word] = 0;
      if (batch.add(word << NodeSet.WORD, members)) {
        batch.expand(graph, field, alpha);
        taker.accept(batch);
      }
    }
  }
}
