/** The published tables as Spark sees them; the only package here that knows Spark. */
package org.gradienttransport.schemas.spark;
