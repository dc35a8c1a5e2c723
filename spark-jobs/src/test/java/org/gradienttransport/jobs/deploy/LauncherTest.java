package org.gradienttransport.jobs.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The lines the launcher would run, and what it does with what they end with. */
class LauncherTest extends ListeningLauncher {
  @Test
  void aDryRunShowsNoSecretAndARealOneGetsThem() throws Exception {
    String[] secrets = {
      "--conf", "spark.hadoop.fs.s3a.secret.key=hunter1 and more",
      "--conf", "spark.hadoop.fs.s3a.access.key=hunter2",
      "--conf", "spark.driver.extraJavaOptions=-Djavax.net.ssl.trustStorePassword=hunter3 -Da=b",
      "--conf", "spark.authenticate.secret=hunter4",
      "--repositories", "https://me:hunter5@host/maven",
      "--conf", "spark.hadoop.fs.azure.account.key.mine.dfs.core.windows.net=hunter7",
      "--conf", "spark.hadoop.fs.s3a.encryption.key=hunter7",
      "--conf", "spark.ssl.keyPass=hunter7",
      "--conf", "spark.hadoop.fs.gs.secret=-----BEGIN\nhunter7\nhunter8",
      "--conf", "spark.hadoop.fs.x.secret=caf\u00e9 hunter7",
      "--conf", "spark.db=jdbc:x?user=u&passwd=hunter7",
      "--driver-java-options", "-Dp.password=\"hunter7 hunter8\"",
      "--files", "s3a://key:hunter7/hunter8@bucket/a,s3a://key:hun@ter7@bucket/b"
    };
    List<String> arguments = new ArrayList<>(List.of("--dry-run"));
    arguments.addAll(List.of(secrets));
    arguments.addAll(List.of("run", "--root", "pico-lm=s3a://key:hunter6@bucket"));

    Repository.Ended shown = launch(Map.of(), arguments.toArray(String[]::new));
    Repository.Ended done =
        launch(Map.of(), arguments.subList(1, arguments.size()).toArray(String[]::new));

    assertThat(shown.code()).isZero();
    assertThat(shown.output())
        .contains("secret.key=HIDDEN", "me:HIDDEN@host", "-Da=b")
        .doesNotContainPattern("hunter\\d|hun@ter");
    assertThat(done.code()).isZero();
    assertThat(Files.readString(said)).contains("hunter1 and more", "hunter6");
  }

  @Test
  void anInstalledSparksOwnSubmitGetsEveryOptionUnchangedAndNothingElse() throws Exception {
    Repository.Ended ended =
        launch(
            Map.of("SUBMITS", "80"),
            "--master",
            "yarn",
            "--conf",
            "spark.app.name=a b",
            "--queue",
            "q'1",
            "run",
            "--warehouse",
            "out dir",
            "--family",
            "f.yaml");

    assertThat(ended.code()).as("its exit code is ours").isEqualTo(80);
    assertThat(Files.readString(said))
        .isEqualTo(
            "<--master><yarn><--conf><spark.app.name=a b><--queue><q'1><--class>"
                + "<org.gradienttransport.jobs.GradientTransport><"
                + jar
                + "><run><--warehouse><out dir><--family><f.yaml>\n");
  }

  @Test
  void theDryRunPrintsALineThatAShellUnderstandsAndRunsNothing() throws Exception {
    Repository.Ended ended =
        launch(Map.of(), "--dry-run", "--master", "yarn", "run", "--warehouse", "it's a dir");

    assertThat(ended.code()).isZero();
    assertThat(said).doesNotExist();
    Repository.Ended shell =
        Repository.call(Map.of("SAID", said.toString()), "bash", "-c", ended.output());
    assertThat(shell.code()).as(shell.output()).isZero();
    assertThat(Files.readString(said)).endsWith("<run><--warehouse><it's a dir>\n");
  }

  @Test
  void aSparkOfJarsAloneIsStartedThroughSparkSubmitsClass() throws Exception {
    Path jars = Files.createDirectories(directory.resolve("plain/jars"));

    Repository.Ended ended =
        launch(
            Map.of("SPARK_HOME", jars.getParent().toString()),
            "--dry-run",
            "--master",
            "spark://host:7077",
            "run",
            "--warehouse",
            "out");

    assertThat(ended.output())
        .contains("--add-opens=java.base/java.nio=ALL-UNNAMED")
        .contains(jars + "/\\*")
        .contains("org.apache.spark.deploy.SparkSubmit --master spark://host:7077 --class");
    assertThat(ended.output()).doesNotContain("-Xmx").doesNotContain("local\\[");
  }

  @Test
  void aDriverInAStandaloneClusterHasItsJdkOpenedAndKeepsTheOperatorsOptions() throws Exception {
    Path properties =
        Files.writeString(
            directory.resolve("night.conf"), "spark.driver.extraJavaOptions -Dfrom=file\n");
    String[] cluster = {"--master", "spark://host:7077", "--deploy-mode", "cluster"};

    assertThat(driverOptions(cluster)).contains("java.base/sun.util.calendar=ALL-UNNAMED");
    assertThat(driverOptions(cluster, "--driver-java-options", "-Dfrom=line"))
        .contains("java.base/sun.util.calendar=ALL-UNNAMED")
        .contains(" -Dfrom=line");
    assertThat(driverOptions(cluster, "--properties-file", properties.toString()))
        .contains("java.base/sun.util.calendar=ALL-UNNAMED")
        .contains(" -Dfrom=file");
  }

  /** The last of --driver-java-options, which is what counts. */
  private String driverOptions(String[] cluster, String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(cluster));
    arguments.addAll(List.of(more));
    arguments.addAll(List.of("run", "--warehouse", "out"));
    Repository.Ended ended = launch(Map.of(), arguments.toArray(String[]::new));
    assertThat(ended.code()).as(ended.output()).isZero();
    String line = Files.readString(said);
    String options = line.substring(line.lastIndexOf("<--driver-java-options><"));
    return options.substring(0, options.indexOf(">", "<--driver-java-options><".length()));
  }

  @Test
  void aSparkHomeWithNothingInItIsRefused() throws Exception {
    Path empty = Files.createDirectories(directory.resolve("empty"));

    Repository.Ended ended =
        launch(Map.of("SPARK_HOME", empty.toString()), "run", "--warehouse", "out");

    assertThat(ended.code()).isEqualTo(78);
    assertThat(ended.output()).contains("neither bin/spark-submit nor jars");
  }

  @Test
  void waitingNamesTheRunAndEndsWithTheCodeThatIsLookedUp() throws Exception {
    Repository.Ended ended =
        launch(
            Map.of("SUBMITS", "1", "SHOWS", "65"),
            "--wait",
            "--master",
            "spark://host:7077",
            "--deploy-mode",
            "cluster",
            "run",
            "--warehouse",
            "hdfs:///out",
            "--family",
            "f.yaml");

    assertThat(ended.code()).isEqualTo(65);
    List<String> lines = saidButFollowing();
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0))
        .contains("<--conf><spark.standalone.submit.waitAppCompletion=true>")
        .containsPattern("<--run-id><\\d{4}-\\d\\d-\\d\\dT\\d{6}Z-[0-9a-f]{8}>");
    String runId = lines.get(0).replaceAll(".*<--run-id><([^>]+)>.*", "$1");
    assertThat(lines.get(1))
        .endsWith(
            "<runs><show><--warehouse><hdfs:///out><"
                + runId
                + "><--exit-code><--summary><--submitted><1>")
        .doesNotContain("cluster");
    assertThat(ended.output()).startsWith("run " + runId + " in hdfs:///out\n");
    assertThat(Files.readString(said))
        .containsPattern("<runs><follow><--warehouse><hdfs:///out><" + runId + "><--while><\\d+>");
  }

  @Test
  void theLookUpReachesTheWarehouseAsTheRunDid() throws Exception {
    launch(
        Map.of("SHOWS", "0"),
        "--wait",
        "--conf",
        "spark.hadoop.fs.s3a.endpoint=http://store",
        "--executor-memory",
        "2g",
        "run",
        "-w",
        "s3a://bucket/an out",
        "--run-id=mine");

    assertThat(saidButFollowing().get(1))
        .contains("<-Dspark.hadoop.fs.s3a.endpoint=http://store>")
        .endsWith(
            "<runs><show><--warehouse><s3a://bucket/an"
                + " out><mine><--exit-code><--summary><--submitted><0>");
  }

  @Test
  void aCommandThatNeedsNoSparkIsStartedAloneWithTheOperatorsSettings() throws Exception {
    Path properties =
        Files.writeString(
            directory.resolve("night.conf"),
            "spark.driver.extraJavaOptions -Dfrom=file -XX:+UseParallelGC\nspark.master yarn\n");

    Repository.Ended ended =
        launch(
            Map.of("SHOWS", "66", "HADOOP_CONF_DIR", "/etc/hadoop"),
            "--conf",
            "spark.hadoop.fs.s3a.endpoint=http://a b",
            "--properties-file=" + properties,
            "--driver-memory",
            "300m",
            "runs",
            "show",
            "--warehouse",
            "out dir");

    assertThat(ended.code()).as("its exit code is ours").isEqualTo(66);
    assertThat(Files.readString(said))
        .doesNotContain("SparkSubmit")
        .doesNotContain("UseSerialGC")
        .contains("<-Dspark.hadoop.fs.s3a.endpoint=http://a b>", "<-Xmx300m>", "<-Dfrom=file>")
        .contains("<-Dgradient.transport.properties.file=" + properties + ">")
        .containsPattern("<-cp><" + jar + ":[^>]*:/etc/hadoop>")
        .endsWith(
            "<org.gradienttransport.jobs.GradientTransport><runs><show><--warehouse><out dir>\n");
  }

  @Test
  void whatACommandWithoutSparkCannotHonourIsRefused() throws Exception {
    for (String[] option :
        new String[][] {
          {"--executor-memory", "4g"},
          {"--num-executors=3"},
          {"--master", "yarn"},
          {"--deploy-mode", "cluster"},
          {"--supervise"}
        }) {
      List<String> arguments = new ArrayList<>(List.of(option));
      arguments.addAll(List.of("runs", "list", "--warehouse", "out"));

      Repository.Ended ended = launch(Map.of(), arguments.toArray(String[]::new));

      assertThat(ended.code()).as(option[0]).isEqualTo(64);
      assertThat(ended.output()).contains("'runs' starts no Spark", option[0].replace("=3", ""));
    }
    assertThat(said).doesNotExist();
  }

  @Test
  void anOptionOrASettingThatSparkWouldNotTakeIsRefusedInASentence() throws Exception {
    for (String[] wrong :
        new String[][] {
          {"--frobnicate", "x", "spark-submit has no option --frobnicate"},
          {"--executor-memry=4g", "--verbose", "spark-submit has no option --executor-memry"},
          {"--conf", "hadoop.fs.s3a.secret.key=x", "not 'hadoop.fs.s3a.secret.key', which"},
          {"--conf", "spark.hadoop.fs.s3a.endpoint", "--conf takes spark.NAME=VALUE"},
          {
            "--conf",
            "spark.hadoop.fs.s3a.secret.key hunter1",
            "not 'spark.hadoop.fs.s3a.secret.key'"
          },
          {"-c=spark.hadoop.fs.s3a.secret.key=hunter1", "-v", "spark-submit has no option -c"}
        }) {
      for (String command : List.of("run", "runs")) {
        Repository.Ended ended = launch(Map.of(), wrong[0], wrong[1], command, "-w", "out");

        assertThat(ended.code()).as(wrong[0]).isEqualTo(64);
        assertThat(ended.output()).contains(wrong[2]).doesNotContain("hunter").hasLineCount(1);
      }
    }
    assertThat(said).doesNotExist();
  }

  @Test
  void loginsAreForCommandsWithoutSparkAndForWhoWaitsToo() throws Exception {
    String[] login = {"--principal", "me@REALM", "--keytab", "/etc/my keys"};
    String properties =
        "<-Dspark.kerberos.principal=me@REALM><-Dspark.kerberos.keytab=/etc/my keys>";
    List<String> waiting = new ArrayList<>(List.of("--wait", "--master", "yarn"));
    waiting.addAll(List.of(login));
    waiting.addAll(List.of("run", "--warehouse", "out"));

    launch(Map.of(), login[0], login[1], login[2], login[3], "runs", "list", "-w", "out");
    launch(Map.of(), "--proxy-user", "other", "runs", "list", "-w", "out");
    launch(Map.of(), waiting.toArray(String[]::new));

    List<String> lines = saidButFollowing();
    assertThat(lines.get(0)).contains(properties).endsWith("<runs><list><-w><out>");
    assertThat(lines.get(1)).contains("<-DHADOOP_PROXY_USER=other>");
    assertThat(lines.get(2))
        .contains("<--principal><me@REALM><--keytab></etc/my keys>")
        .doesNotContain("-Dspark.kerberos");
    assertThat(lines.get(3)).contains(properties, "<runs><show>");
  }

  @Test
  void whoWaitsHasTheConnectorsThatTheRunIsGivenInACluster() throws Exception {
    String[] cluster = {
      "--wait", "--master", "yarn", "--deploy-mode", "cluster", "--driver-class-path", "/opt/d.jar"
    };
    List<String> waiting = new ArrayList<>(List.of(cluster));
    waiting.addAll(List.of("--jars", "/opt/a.jar,file:/opt/b.jar", "run", "--warehouse", "out"));

    launch(Map.of(), waiting.toArray(String[]::new));

    assertThat(saidButFollowing().get(1))
        .contains("<-cp></opt/d.jar:/opt/a.jar:file:/opt/b.jar:")
        .doesNotContain("spark.jars:");
    for (String[] more :
        new String[][] {{"--load-spark-defaults"}, {"--extra-properties-file=x"}}) {
      assertThat(launch(Map.of(), "--wait", more[0], "run", "--warehouse", "out").output())
          .contains("--wait reads one file of settings");
    }
  }

  @Test
  void aJvmReadsNamesAsUnicodeWhereTheLocaleIsNone() throws Exception {
    Files.writeString(
        jdk.resolve("bin/java"),
        "#!/bin/bash\necho \"${LC_ALL-unset} ${LANG-unset}\" >> \"$SAID\"\n");
    for (String locale : List.of("", "C", "POSIX", "xx_XX.UTF-8", "C.utf8")) {
      launch(Map.of("LC_ALL", locale, "LC_CTYPE", "", "LANG", ""), "runs", "list", "-w", "out");
    }

    assertThat(Files.readAllLines(said))
        .containsExactly("C.UTF-8 ", "C.UTF-8 ", "C.UTF-8 ", "C.UTF-8 ", "C.utf8 ");
  }

  @Test
  void amountsOfMemoryAreSparksAndOthersAreRefused() throws Exception {
    for (String[] amount :
        new String[][] {{"4g", "4g"}, {"4gb", "4g"}, {"1024", "1024m"}, {"5M", "5M"}}) {
      assertThat(launch(Map.of(), "--dry-run", "--driver-memory", amount[0], "runs").output())
          .contains(" -Xmx" + amount[1] + " ");
    }
    for (String wrong : List.of("lots", "0", "-3g", "1.5g")) {
      Repository.Ended ended = launch(Map.of(), "--driver-memory", wrong, "runs");
      assertThat(ended.code()).isEqualTo(64);
      assertThat(ended.output()).contains("'" + wrong + "' is no amount of memory");
    }
    assertThat(launch(Map.of(), "--driver-memory").code()).isEqualTo(64);
  }

  @Test
  void whereTooFewFilesMayBeOpenNothingIsStarted() throws Exception {
    String launcher = Repository.file("deploy/bin/gradient-transport").toString();
    Map<String, String> all =
        Map.of(
            "GRADIENT_TRANSPORT_JAR", jar.toString(),
            "SPARK_HOME", spark.toString(),
            "JAVA_HOME", jdk.toString(),
            "SAID", said.toString());

    Repository.Ended few =
        Repository.call(all, "bash", "-c", "ulimit -n 300; '" + launcher + "' runs list -w out");

    assertThat(few.code()).isEqualTo(78);
    assertThat(few.output()).contains("may open 300 files", "ulimit -n");
    assertThat(said).doesNotExist();
  }

  @Test
  void flagsOfSparkSubmitTakeNoValue() throws Exception {
    launch(Map.of(), "--supervise", "-v", "--load-spark-defaults", "run", "--warehouse", "out");

    assertThat(Files.readString(said))
        .startsWith("<--supervise><-v><--load-spark-defaults><--class>")
        .endsWith("<run><--warehouse><out>\n");
  }

  @Test
  void aMemorySizeInThePropertiesFileIsTheOperators() throws Exception {
    Path properties =
        Files.writeString(directory.resolve("night.conf"), "spark.driver.memory  =  5g \n");
    Map<String, String> embedded = Map.of("SPARK_HOME", "");

    assertThat(
            launch(embedded, "--dry-run", "--properties-file", properties.toString(), "run")
                .output())
        .contains(" -Xmx5g ")
        .doesNotContain("--master");
    assertThat(launch(embedded, "--dry-run", "run").output())
        .containsPattern(" -Xmx\\d+m ")
        .contains("-Dspark.master=local\\[\\*\\]", "-Dgradient.transport.properties.file=");
  }

  @Test
  void sparkInOneJvmIsNotSubmittedUnlessSomethingAsksForIt() throws Exception {
    Map<String, String> embedded = Map.of("SPARK_HOME", "");
    for (String[] plain : new String[][] {{}, {"--master", "local[2]"}, {"--master=local"}}) {
      assertThat(dryRun(embedded, plain)).doesNotContain("SparkSubmit").contains("-Dspark.master=");
    }
    for (String[] more :
        new String[][] {
          {"--master", "local-cluster[1,1,1024]"},
          {"--master", "spark://host:7077"},
          {"--packages", "a:b:1"},
          {"--conf", "spark.jars=more.jar"},
          {"--name", "night"}
        }) {
      assertThat(dryRun(embedded, more)).contains("org.apache.spark.deploy.SparkSubmit");
    }
  }

  private String dryRun(Map<String, String> environment, String... options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("--dry-run"));
    arguments.addAll(List.of(options));
    arguments.addAll(List.of("run", "--warehouse", "out"));
    return launch(environment, arguments.toArray(String[]::new)).output();
  }

  @Test
  void waitingForAnythingButARunIsWrongUsage() throws Exception {
    assertThat(launch(Map.of(), "--wait", "check", "--warehouse", "out").code()).isEqualTo(64);
    assertThat(launch(Map.of(), "--wait", "run", "--family", "f").output())
        .contains("needs the run's --warehouse");
    assertThat(said).doesNotExist();
  }
}
