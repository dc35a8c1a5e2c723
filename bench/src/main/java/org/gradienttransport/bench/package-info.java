/** How fast the engine is, and beside what. */
package org.gradienttransport.bench;
