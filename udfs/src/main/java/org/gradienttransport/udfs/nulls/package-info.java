/** Null fields, each entry a pure function of (seed, kind, replicate, N, index). */
package org.gradienttransport.udfs.nulls;
