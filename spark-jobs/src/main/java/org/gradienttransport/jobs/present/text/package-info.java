/** The catalogue, plans and tables for a terminal. */
package org.gradienttransport.jobs.present.text;
