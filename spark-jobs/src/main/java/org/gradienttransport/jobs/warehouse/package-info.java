/** Where everything is kept, and who may write there: the lowest room of the house. */
package org.gradienttransport.jobs.warehouse;
