package org.gradienttransport.jobs.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.resource.TaskResourceProfile;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which tasks ask for GPUs, and when none does. */
class GpuRequestTest {
  private static SparkConf cluster() {
    return new SparkConf(false).set("spark.master", "spark://host:7077");
  }

  private static SparkConf withGpus() {
    return cluster().set("spark.executor.resource.gpu.amount", "1");
  }

  private static double gpusPerTask(ResourceProfile profile) {
    return profile.taskResourcesJMap().get("gpu").amount();
  }

  @Test
  void measuring_tasks_share_the_gpu_that_the_operator_gave_executors() {
    Optional<ResourceProfile> profile = GpuRequest.of(withGpus(), "cuda");
    assertThat(profile).containsInstanceOf(TaskResourceProfile.class);
    assertThat(gpusPerTask(profile.orElseThrow())).isEqualTo(0.5);
    assertThat(profile.orElseThrow().taskResourcesJMap().get("cpus").amount()).isEqualTo(1);
  }

  @Test
  void the_share_and_the_processors_are_the_operator_s() {
    SparkConf conf = withGpus().set(GpuRequest.PER_TASK, "0.25").set("spark.task.cpus", "2");
    ResourceProfile profile = GpuRequest.of(conf, "auto").orElseThrow();
    assertThat(gpusPerTask(profile)).isEqualTo(0.25);
    assertThat(profile.taskResourcesJMap().get("cpus").amount()).isEqualTo(2);
  }

  @Test
  void what_the_operator_asks_for_in_every_stage_stays() {
    SparkConf conf = withGpus().set("spark.task.resource.gpu.amount", "1");
    assertThat(GpuRequest.of(conf, "cuda")).isEmpty();
  }

  @Test
  void executors_without_gpus_are_asked_for_none() {
    assertThat(GpuRequest.of(cluster(), "cuda")).isEmpty();
    assertThat(GpuRequest.of(cluster(), "auto")).isEmpty();
  }

  @Test
  void the_backend_cpu_leaves_gpus_to_others() {
    assertThat(GpuRequest.of(withGpus(), "cpu")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "local[2]", "local[*]", "local[2, 4]"})
  void a_local_master_which_would_wait_for_ever_is_never_asked(String master) {
    assertThat(GpuRequest.of(withGpus().set("spark.master", master), "cuda")).isEmpty();
  }

  @Test
  void with_dynamic_allocation_executors_for_measuring_alone_get_gpus() {
    SparkConf conf =
        cluster()
            .set("spark.dynamicAllocation.enabled", "true")
            .set(GpuRequest.PER_EXECUTOR, "1")
            .set("spark.executor.cores", "4")
            .set("spark.executor.memory", "3g")
            .set("spark.executor.memoryOverhead", "512m");
    ResourceProfile profile = GpuRequest.of(conf, "cuda").orElseThrow();
    assertThat(profile).isNotInstanceOf(TaskResourceProfile.class);
    assertThat(gpusPerTask(profile)).isEqualTo(0.5);
    assertThat(profile.executorResourcesJMap().get("gpu").amount()).isEqualTo(1);
    assertThat(profile.executorResourcesJMap().get("cores").amount()).isEqualTo(4);
    assertThat(profile.executorResourcesJMap().get("memory").amount()).isEqualTo(3072);
    assertThat(profile.executorResourcesJMap().get("memoryOverhead").amount()).isEqualTo(512);
  }

  @Test
  void without_dynamic_allocation_such_executors_are_refused_with_what_to_do() {
    SparkConf conf = cluster().set(GpuRequest.PER_EXECUTOR, "1");
    assertThatThrownBy(() -> GpuRequest.of(conf, "cuda"))
        .isInstanceOfSatisfying(
            JobException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CONFIGURATION))
        .hasMessageContaining("spark.dynamicAllocation.enabled=true")
        .hasMessageContaining("spark.executor.resource.gpu.amount");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1.5", "NaN", "half"})
  void a_share_that_makes_no_sense_is_refused(String share) {
    SparkConf conf = withGpus().set(GpuRequest.PER_TASK, share);
    assertThatThrownBy(() -> GpuRequest.of(conf, "cuda"))
        .isInstanceOf(JobException.class)
        .hasMessageStartingWith(GpuRequest.PER_TASK + " is ");
  }
}
