/** What is measured: a field in, a row out. Plain Java, usable without Spark. */
package org.gradienttransport.udfs;
