package org.gradienttransport.udfs.backend.cuda;

/** The device has no room for an allocation now; answered by releasing what is idle. */
final class DeviceMemoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DeviceMemoryException(long bytes) {
    super("the device has no room for " + bytes + " more bytes");
  }
}
