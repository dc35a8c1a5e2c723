/** One record per published table: the only declaration of its columns. */
package org.gradienttransport.schemas.rows;
