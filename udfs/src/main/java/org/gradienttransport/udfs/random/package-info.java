/** Counter-based random numbers: each draw is a pure function of what it is for. */
package org.gradienttransport.udfs.random;
