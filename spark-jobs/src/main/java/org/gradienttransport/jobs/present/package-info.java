/** What people look at: one catalogue of figures and sentences, and the forms it is shown in. */
package org.gradienttransport.jobs.present;
