package org.gradienttransport.jobs.aggregate.pooled;

import java.lang.reflect.Field;
import java.lang.reflect.Method;

/**
 * Has MLlib solve in plain Java. It would use whatever BLAS and LAPACK a machine has, or vector
 * instructions where its JVM was given their module, and the last bits of each differ; so a driver
 * or an executor could change a published row by being another machine.
 *
 * <p>MLlib has no setting for it and keeps the solvers that it found in fields of its own. Where
 * another Spark has no such fields, the search is given a name that no library has: it then says on
 * the standard error that it found none.
 */
final class JavaSolvers {
  private static final String BLAS = "dev.ludovic.netlib.blas.Java11BLAS";
  private static final String LAPACK = "dev.ludovic.netlib.lapack.F2jLAPACK";

  static {
    try {
      for (String owner : new String[] {"ml", "mllib"}) {
        set(owner + ".linalg.BLAS$", "_javaBLAS", BLAS);
        set(owner + ".linalg.BLAS$", "_nativeBLAS", BLAS);
      }
      set("mllib.linalg.LAPACK$", "_javaLAPACK", LAPACK);
      set("mllib.linalg.LAPACK$", "_nativeLAPACK", LAPACK);
    } catch (ReflectiveOperationException another) {
      System.setProperty("dev.ludovic.netlib.blas.nativeLib", "none");
      System.setProperty("dev.ludovic.netlib.lapack.nativeLib", "none");
    }
  }

  private JavaSolvers() {}

  /** To be called on each machine before MLlib sums or solves anything there. */
  static void use() {
    // The initializer above has done it.
  }

  private static void set(String owner, String name, String solver)
      throws ReflectiveOperationException {
    Method instance = Class.forName(solver).getDeclaredMethod("getInstance");
    instance.setAccessible(true);
    Field field = Class.forName("org.apache.spark." + owner).getDeclaredField(name);
    field.setAccessible(true);
    field.set(null, instance.invoke(null));
  }
}
