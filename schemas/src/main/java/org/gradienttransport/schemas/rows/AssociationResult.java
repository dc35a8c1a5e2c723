package org.gradienttransport.schemas.rows;

import static org.gradienttransport.schemas.SharedColumn.MESSAGE;

import org.gradienttransport.schemas.Col;
import org.gradienttransport.schemas.Shared;
import org.gradienttransport.schemas.vocabulary.AssociationStatus;

/** What the correlation of two series over steps came to, whatever the series are. */
public record AssociationResult(
    @Col("Pearson correlation.") Double pearson,
    @Col("Two-sided p-value of the Pearson correlation, n - 2 degrees of freedom.") Double p,
    @Col("Spearman rank correlation.") Double spearman,
    @Col("Two-sided p-value of the Spearman correlation.") Double spearmanP,
    @Col("Pearson correlation after both sides were residualised on the learning rate.")
        Double partialR,
    @Col("Two-sided p-value of partial_r, n - 2 degrees of freedom.") Double partialP,
    @Col("Pearson correlation of the first differences.") Double diffR,
    @Col("Two-sided p-value of diff_r.") Double diffP,
    @Col("Lower end of the moving-block bootstrap interval of the Pearson correlation.")
        Double bootLow,
    @Col("Upper end of the moving-block bootstrap interval of the Pearson correlation.")
        Double bootHigh,
    @Col("Nominal coverage of the bootstrap interval.") Double bootLevel,
    @Col("Pairs per block of the bootstrap.") Integer blockLength,
    @Col("Effective sample size, given the autocorrelation of both series.") Double effectiveN,
    @Col("ok, or why there is no correlation.") AssociationStatus status,
    @Shared(MESSAGE) String message) {}
