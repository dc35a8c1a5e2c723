/** Relaxation: the TDU-OFC probe's synchronous update until no node is active. */
package org.gradienttransport.udfs.relax;
