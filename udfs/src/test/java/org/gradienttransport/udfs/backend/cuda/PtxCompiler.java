package org.gradienttransport.udfs.backend.cuda;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import jcuda.nvptxcompiler.JNvPTXCompiler;
import jcuda.nvptxcompiler.nvPTXCompileResult;
import jcuda.nvptxcompiler.nvPTXCompilerHandle;

/** NVIDIA's PTX compiler as JCuda ships it: assembles machine code for a GPU that is not there. */
final class PtxCompiler {
  private PtxCompiler() {}

  /**
   * Assembles PTX.
   *
   * @return what it reports
   * @throws AssertionError with its complaints, if it has any
   */
  static String assemble(byte[] ptx, String... options) {
    assumeTrue(
        System.getProperty("os.name").equals("Linux")
            && System.getProperty("os.arch").equals("amd64"),
        "JCuda's natives are brought for Linux on x86-64 alone, so PTX is not assembled here");
    nvPTXCompilerHandle compiler = new nvPTXCompilerHandle();
    byte[] text = Arrays.copyOf(ptx, ptx.length + 1); // ends with a zero byte
    require("create", JNvPTXCompiler.nvPTXCompilerCreate(compiler, text.length, text));
    try {
      int status = JNvPTXCompiler.nvPTXCompilerCompile(compiler, options.length, options);
      if (status != nvPTXCompileResult.NVPTXCOMPILE_SUCCESS) {
        throw new AssertionError(nvPTXCompileResult.stringFor(status) + "\n" + errors(compiler));
      }
      long[] size = {0};
      require("size", JNvPTXCompiler.nvPTXCompilerGetCompiledProgramSize(compiler, size));
      if (size[0] == 0) {
        throw new AssertionError("no machine code was made");
      }
      return report(compiler);
    } finally {
      require("destroy", JNvPTXCompiler.nvPTXCompilerDestroy(compiler));
    }
  }

  private static String errors(nvPTXCompilerHandle compiler) {
    long[] size = {0};
    require("error log", JNvPTXCompiler.nvPTXCompilerGetErrorLogSize(compiler, size));
    byte[] text = new byte[(int) size[0] + 1];
    require("error log", JNvPTXCompiler.nvPTXCompilerGetErrorLog(compiler, text));
    return new String(text, StandardCharsets.UTF_8);
  }

  private static String report(nvPTXCompilerHandle compiler) {
    long[] size = {0};
    require("report", JNvPTXCompiler.nvPTXCompilerGetInfoLogSize(compiler, size));
    byte[] text = new byte[(int) size[0] + 1];
    require("report", JNvPTXCompiler.nvPTXCompilerGetInfoLog(compiler, text));
    return new String(text, StandardCharsets.UTF_8);
  }

  private static void require(String what, int status) {
    if (status != nvPTXCompileResult.NVPTXCOMPILE_SUCCESS) {
      throw new AssertionError(what + ": " + nvPTXCompileResult.stringFor(status));
    }
  }
}
