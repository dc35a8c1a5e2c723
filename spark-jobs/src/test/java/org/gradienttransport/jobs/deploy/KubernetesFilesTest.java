package org.gradienttransport.jobs.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.gradienttransport.jobs.exit.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Manifests for Kubernetes against the published types, and what an operator relies on in them. */
class KubernetesFilesTest {
  private static final String OPERATOR = "scheduled-spark-application.yaml";
  private static final String CRON_JOB = "cron-job.yaml";

  @SuppressWarnings("unchecked") // YAML mappings of our own files
  private static Map<String, Object> map(Object node) {
    return (Map<String, Object>) node;
  }

  private static List<Map<String, Object>> documents(String text) {
    List<Map<String, Object>> documents = new ArrayList<>();
    new Load(LoadSettings.builder().setAllowDuplicateKeys(false).build())
        .loadAllFromString(text)
        .forEach(document -> documents.add(map(document)));
    return documents;
  }

  private static String text(String file) throws IOException {
    return Files.readString(Repository.file("deploy/kubernetes/" + file));
  }

  private static Map<String, Object> at(String file, String... path) throws IOException {
    Object node = documents(text(file)).get(0);
    for (String key : path) {
      node = map(node).get(key);
    }
    return map(node);
  }

  @ParameterizedTest
  @ValueSource(strings = {OPERATOR, CRON_JOB, "service-account.yaml", "pod-template.yaml"})
  void everyManifestIsOfThePublishedTypes(String file) throws IOException {
    KubernetesTypes types = new KubernetesTypes();

    assertThat(documents(text(file))).isNotEmpty();
    for (Map<String, Object> document : documents(text(file))) {
      assertThat(types.problems(document)).as(file).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "OPERATOR, concurrencyPolicy: Forbid, concurrencyPolicy: Sometimes, not one of"
        + " Allow|Forbid|Replace",
    "OPERATOR, memoryOverhead: 512m, memoryoverhead: 512m, has no field memoryoverhead",
    "OPERATOR, instances: 4, instances: four, executor.instances is four",
    "OPERATOR, cores: 4, cores: 0, executor.cores is 0",
    "OPERATOR, onSubmissionFailureRetryInterval: 60, onSubmissionFailureRetryInterval: 0,"
        + " RetryInterval is 0",
    "OPERATOR, drop: [ALL], drops: [ALL], capabilities has no field drops",
    "OPERATOR, emptyDir: {}, emptyDir: {size: 1}, emptyDir has no field size",
    "OPERATOR, spark.decommission.enabled: \"true\", spark.decommission.enabled: true, enabled is"
        + " true",
    "OPERATOR, name: gradient-transport-nightly, name: Nightly, metadata.name is Nightly",
    "OPERATOR, sparkVersion: 4.2.0, image: twice.example, lacks sparkVersion",
    "CRON_JOB, limits: {memory: 13500Mi}, limits: {memory: 13500mb}, limits.memory is 13500mb",
    "CRON_JOB, type: RuntimeDefault, type: Default, not one of RuntimeDefault|Unconfined|Localhost",
    "CRON_JOB, operator: NotIn, operator: Not, not one of In|NotIn",
    "CRON_JOB, secretRef: {name, secretRef: {names, lacks name",
  })
  void aMistakeInAManifestIsNamedWithItsPlace(
      String kind, String right, String wrong, String problem) throws IOException {
    String text = text(kind.equals("OPERATOR") ? OPERATOR : CRON_JOB);
    assertThat(text).contains(right);
    String changed = text.replace(right, wrong).replaceAll("(?m)^ +image: example.*\\n", "");

    assertThat(new KubernetesTypes().problems(documents(changed).get(0)))
        .anyMatch(one -> one.contains(problem));
  }

  @Test
  void aJobIsRepeatedAfterEveryExitCodeThatMayPassAndAfterNoOther() throws IOException {
    Map<String, Object> policy = at(CRON_JOB, "spec", "jobTemplate", "spec", "podFailurePolicy");
    List<?> rules = (List<?>) policy.get("rules");
    assertThat(map(rules.get(0))).containsEntry("action", "Ignore");
    Map<String, Object> failing = map(rules.get(1));
    assertThat(failing).containsEntry("action", "FailJob");
    Map<String, Object> codes = map(failing.get("onExitCodes"));

    assertThat(codes).containsEntry("operator", "NotIn");
    assertThat((List<?>) codes.get("values"))
        .isEqualTo(
            List.of(ExitCode.UNAVAILABLE.code(), ExitCode.TRY_AGAIN.code(), 128 + 9, 128 + 15));
  }

  @Test
  void noPodRunsAsRootWritesItsRootFileSystemOrHoldsASecretsValue() throws IOException {
    for (String part : List.of("driver", "executor")) {
      Map<String, Object> pod = at(OPERATOR, "spec", "template", part);
      assertThat(map(pod.get("podSecurityContext"))).containsEntry("runAsNonRoot", true);
      assertThat(map(pod.get("securityContext")))
          .containsEntry("readOnlyRootFilesystem", true)
          .containsEntry("allowPrivilegeEscalation", false);
      assertThat(pod.get("envFrom").toString()).contains("secretRef");
      assertThat(pod).containsKey("memoryOverhead").doesNotContainKey("env");
    }
    for (String file : List.of(OPERATOR, CRON_JOB, "pod-template.yaml")) {
      assertThat(text(file))
          .contains("runAsNonRoot: true", "readOnlyRootFilesystem: true")
          .contains("terminationGracePeriodSeconds: 600")
          .doesNotContainPattern("(?i)(secret|access)[._-]?key");
    }
  }

  @Test
  void everyAccountThatIsNamedIsDeclared() throws IOException {
    TreeSet<String> declared = new TreeSet<>();
    for (Map<String, Object> document : documents(text("service-account.yaml"))) {
      if ("ServiceAccount".equals(document.get("kind"))) {
        declared.add(map(document.get("metadata")).get("name").toString());
      }
    }
    assertThat(declared)
        .contains(at(OPERATOR, "spec", "template", "driver").get("serviceAccount").toString())
        .contains(
            at(CRON_JOB, "spec", "jobTemplate", "spec", "template", "spec")
                .get("serviceAccountName")
                .toString());
  }

  @Test
  void theOperatorsApplicationIsOfThisBuild() throws IOException {
    Map<String, Object> template = at(OPERATOR, "spec", "template");

    assertThat(
            Repository.file("spark-jobs/src/main/java")
                .resolve(template.get("mainClass").toString().replace('.', '/') + ".java"))
        .exists();
    assertThat(Files.readString(Repository.file("pom.xml")))
        .contains("<spark.version>" + template.get("sparkVersion") + "</spark.version>");
  }
}
