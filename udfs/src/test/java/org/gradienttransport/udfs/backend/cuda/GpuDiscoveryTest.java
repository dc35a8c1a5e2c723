package org.gradienttransport.udfs.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The discovery script in deploy, with an nvidia-smi of our own. */
class GpuDiscoveryTest {
  @TempDir Path folder;

  private record Ended(int status, String printed) {}

  private Ended discover(String nvidiaSmi) throws IOException, InterruptedException {
    Path tool = folder.resolve("nvidia-smi");
    Files.writeString(tool, "#!/bin/sh\n" + nvidiaSmi + "\n");
    Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path script = Path.of(System.getProperty("repository.root"), "deploy/gpu-discovery.sh");
    ProcessBuilder builder = new ProcessBuilder(script.toString()).redirectErrorStream(true);
    builder.environment().merge("PATH", folder.toString(), (path, own) -> own + ":" + path);
    Process process = builder.start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), printed);
  }

  @Test
  void prints_the_addresses_as_spark_reads_them() throws IOException, InterruptedException {
    assertThat(discover("printf '0\\n1\\n10\\n'"))
        .isEqualTo(new Ended(0, "{\"name\": \"gpu\", \"addresses\": [\"0\", \"1\", \"10\"]}\n"));
    assertThat(discover("echo 0"))
        .isEqualTo(new Ended(0, "{\"name\": \"gpu\", \"addresses\": [\"0\"]}\n"));
  }

  @Test
  void fails_where_there_is_no_gpu() throws IOException, InterruptedException {
    assertThat(discover("true"))
        .isEqualTo(new Ended(1, "gpu-discovery.sh: nvidia-smi shows no GPU\n"));
    assertThat(discover("exit 9"))
        .isEqualTo(
            new Ended(1, "gpu-discovery.sh: nvidia-smi fails, is the NVIDIA driver installed?\n"));
  }
}
