package org.gradienttransport.udfs.backend.cuda;

import org.gradienttransport.udfs.backend.Backend;
import org.gradienttransport.udfs.backend.BackendContract;
import org.junit.jupiter.api.Tag;

/** The whole contract on the kernels compiled for the CPU. */
@Tag("slow")
class CudaBackendContractTest extends BackendContract {
  @Override
  protected Backend create() {
    return CudaBackend.open(Emulation.options());
  }
}
