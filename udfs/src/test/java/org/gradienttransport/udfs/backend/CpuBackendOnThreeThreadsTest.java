package org.gradienttransport.udfs.backend;

/** The whole contract again, with several threads inside one field. */
class CpuBackendOnThreeThreadsTest extends BackendContract {

  @Override
  protected Backend create() {
    return CpuBackend.create(3);
  }
}
