package org.gradienttransport.udfs.backend.nd4j;

import org.gradienttransport.udfs.backend.Backend;
import org.gradienttransport.udfs.backend.BackendContract;
import org.gradienttransport.udfs.backend.cuda.CudaOptions;
import org.junit.jupiter.api.Tag;

/** The whole contract with ND4J's CPU library. */
@Tag("slow")
class Nd4jBackendContractTest extends BackendContract {
  @Override
  protected Backend create() {
    return Nd4jBackends.open(2, new CudaOptions(0, 0, 1, "libcuda-not-there.so.1"));
  }
}
