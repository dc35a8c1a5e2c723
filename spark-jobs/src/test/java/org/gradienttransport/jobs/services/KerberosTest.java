package org.gradienttransport.jobs.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.faults.TinyFamily;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Every command on an HDFS that asks for Kerberos, logged in by a key table alone. */
@Tag("slow")
@Tag("services")
@TestInstance(Lifecycle.PER_CLASS)
class KerberosTest {
  private static final String FIGURES =
      "select scale, step, field_kind, replicate, n, tau, s, n_steps from latest_field_transport"
          + " order by all";

  private Path folder;
  private HadoopCluster cluster;
  private Product stranger;
  private Product product;
  private String family;

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    folder = temporary;
    cluster = HadoopCluster.kerberos(folder.resolve("cluster"));
    TinyFamily.write(folder.resolve("input"), 1, 2, 3, 4);
    family = folder.resolve("input/tiny-4.yaml").toUri().toString();
    stranger =
        new Product(
            folder.resolve("logs"),
            List.of(),
            Map.of(
                "java.security.krb5.conf", folder.resolve("cluster/krb5.conf").toString(),
                "spark.hadoop.hadoop.security.authentication", "kerberos",
                "spark.hadoop.dfs.namenode.kerberos.principal", "hdfs/localhost@EXAMPLE.COM"));
    product = with("transport@EXAMPLE.COM", folder.resolve("cluster/transport.keytab"));
  }

  @AfterAll
  void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  private Product with(String principal, Path keyTable) {
    return stranger
        .with("spark.kerberos.principal", principal)
        .with("spark.kerberos.keytab", keyTable.toString());
  }

  private String at(String path) {
    return cluster.uri() + "/transport/" + path;
  }

  @Test
  void aKeyTableLogsInWhatRunsReadsAndWrites() throws Exception {
    String w = at("warehouse");
    String local = folder.resolve("local").toUri().toString();
    String unused =
        new Product(folder.resolve("local-logs"), List.of(), Map.of())
            .succeeds("run", "--warehouse", local, "--family", family);

    assertThat(product.succeeds("doctor", "--warehouse", w, "--family", family))
        .contains("can be written");
    assertThat(product.succeeds("run", "--warehouse", w, "--family", family))
        .contains("48 relaxations measured");
    assertThat(product.succeeds("sql", "--warehouse", w, FIGURES))
        .contains("m300")
        .isEqualTo(product.succeeds("sql", "--warehouse", local, FIGURES));
    assertThat(product.succeeds("gc", "--warehouse", w)).doesNotContain("\tat ");
    assertThat(product.succeeds("synth", "--out", at("synth"), "--width", "24", "--steps", "0,1"))
        .doesNotContain("\tat ");
  }

  @Test
  void whoHasNoLoginIsToldHowToGetOneInASentence() throws Exception {
    String refused = stranger.ends(ExitCode.CANNOT_WRITE, "runs", "list", "--warehouse", at("w"));

    assertThat(refused).contains("kinit", "--keytab").doesNotContain("\tat ");
    assertThat(refused.lines().count()).as(refused).isLessThan(5);
  }

  @Test
  void aMachineWithoutKerberosIsToldSoInASentence() throws Exception {
    Path none = Files.writeString(folder.resolve("none.conf"), "");

    assertThat(
            stranger
                .with("java.security.krb5.conf", none.toString())
                .ends(ExitCode.CONFIGURATION, "runs", "list", "--warehouse", at("w")))
        .contains("Kerberos, which is not set up here", "krb5.conf")
        .doesNotContain("\tat ");
  }

  @Test
  void halfALoginAnAbsentKeyTableAndAForeignPrincipalAreNotDropped() throws Exception {
    Path keys = folder.resolve("cluster/transport.keytab");
    String[] list = {"runs", "list", "--warehouse", at("w")};

    assertThat(
            stranger
                .with("spark.kerberos.keytab", keys.toString())
                .ends(ExitCode.CONFIGURATION, list))
        .contains("spark.kerberos.keytab is given without spark.kerberos.principal");
    assertThat(
            with("transport@EXAMPLE.COM", folder.resolve("absent.keytab"))
                .ends(ExitCode.CONFIGURATION, list))
        .contains("absent.keytab", "is not there or cannot be read");
    assertThat(
            with("transport@EXAMPLE.COM", Files.writeString(folder.resolve("empty.keytab"), ""))
                .ends(ExitCode.UNAVAILABLE, list))
        .contains("Kerberos refused the login of transport@EXAMPLE.COM");
    assertThat(with("nobody@EXAMPLE.COM", keys).ends(ExitCode.UNAVAILABLE, list))
        .contains("Kerberos refused the login of nobody@EXAMPLE.COM")
        .doesNotContain("\tat ");
  }
}
