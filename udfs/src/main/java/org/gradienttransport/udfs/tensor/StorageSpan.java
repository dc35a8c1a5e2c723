package org.gradienttransport.udfs.tensor;

import java.nio.ByteOrder;

/**
 * A storage in a file.
 *
 * @param start byte at which it starts
 * @param bytes its bytes
 * @param order byte order of its elements
 */
record StorageSpan(long start, long bytes, ByteOrder order) {}
