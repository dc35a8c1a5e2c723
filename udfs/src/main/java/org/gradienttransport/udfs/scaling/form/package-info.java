/** The forms of a scaling law of the loss, in logarithms, with analytic gradients. */
package org.gradienttransport.udfs.scaling.form;
