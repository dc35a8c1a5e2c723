/**
 * The backend {@code nd4j}: fields are INDArrays, whose dense reductions ND4J makes; the sparse
 * relaxation is our own loop, as ND4J's gather and scatter are some hundred times slower.
 */
package org.gradienttransport.udfs.backend.nd4j;
