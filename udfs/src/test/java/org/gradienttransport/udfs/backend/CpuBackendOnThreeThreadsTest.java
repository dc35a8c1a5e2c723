package org.gradienttransport.udfs.backend;

import org.junit.jupiter.api.Tag;

/** The whole contract again, with several threads inside one field. */
@Tag("thorough")
class CpuBackendOnThreeThreadsTest extends BackendContract {

  @Override
  protected Backend create() {
    return CpuBackend.create(3);
  }
}
