package org.gradienttransport.jobs.present.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileUtil;
import org.gradienttransport.jobs.present.Answer;
import org.gradienttransport.jobs.warehouse.Warehouse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Questions about a distant warehouse are answered from copies of the tables they name. */
class MirrorTest {
  private static final String CURRENT = "SELECT name FROM latest_check_result ORDER BY name";
  private static final String PAST =
      "SELECT run_id, count(*) FROM history_check_result GROUP BY 1 ORDER BY 1";

  @TempDir Path store;
  @TempDir Path cache;

  @BeforeEach
  void make() throws Exception {
    SmallWarehouse.make(store);
  }

  private Path mirrored(String sql) throws Exception {
    return Mirror.of(Warehouse.at(store.toUri().toString(), new Configuration()), sql, cache);
  }

  private Answer answer(String sql) throws Exception {
    try (DuckDbEngine engine =
        DuckDbEngine.open(LocalWarehouse.at(mirrored(sql).toString()).publication())) {
      return engine.query(sql);
    }
  }

  @Test
  void theCurrentRunIsAnsweredFromACopyOfItAlone() throws Exception {
    assertThat(answer(CURRENT).rows())
        .isEqualTo(List.of(List.of("closure"), List.of("zero_share")));
    assertThat(mirrored(CURRENT).resolve("runs/run-a")).doesNotExist();
  }

  @Test
  void aTableIsFetchedOnce() throws Exception {
    answer(CURRENT);
    FileUtil.fullyDelete(store.resolve("runs/run-b/check_result").toFile());
    assertThat(answer(CURRENT).size()).isEqualTo(2);
  }

  @Test
  void historyNeedsEveryCompleteRunAndForgetsThoseThatAreGone() throws Exception {
    assertThat(answer(PAST).rows()).extracting(row -> row.get(0)).containsExactly("run-a", "run-b");
    FileUtil.fullyDelete(store.resolve("runs/run-a").toFile());
    assertThat(answer(PAST).rows()).extracting(row -> row.get(0)).containsExactly("run-b");
  }

  @Test
  void anotherRunThatBecameCurrentIsSeen() throws Exception {
    answer(CURRENT);
    Files.writeString(
        store.resolve("CURRENT.json"), "{\"run_id\": \"run-a\", \"path\": \"runs/run-a\"}");
    assertThat(answer(CURRENT).rows()).isEqualTo(List.of(List.of("closure")));
  }
}
