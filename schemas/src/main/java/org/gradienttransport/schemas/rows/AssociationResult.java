package org.gradienttransport.schemas.rows;

import static org.gradienttransport.schemas.SharedColumn.MESSAGE;

import org.gradienttransport.schemas.Col;
import org.gradienttransport.schemas.Shared;
import org.gradienttransport.schemas.Units;
import org.gradienttransport.schemas.vocabulary.AssociationStatus;

/** What the correlation of two series over steps came to, whatever the series are. */
public record AssociationResult(
    @Col(value = "Pearson correlation.", unit = Units.NONE) Double pearson,
    @Col(
            value = "Two-sided p-value of the Pearson correlation, n - 2 degrees of freedom.",
            unit = Units.NONE)
        Double p,
    @Col(value = "Spearman rank correlation.", unit = Units.NONE) Double spearman,
    @Col(value = "Two-sided p-value of the Spearman correlation.", unit = Units.NONE)
        Double spearmanP,
    @Col(
            value = "Pearson correlation after both sides were residualised on the learning rate.",
            unit = Units.NONE)
        Double partialR,
    @Col(value = "Two-sided p-value of partial_r, n - 2 degrees of freedom.", unit = Units.NONE)
        Double partialP,
    @Col(value = "Pearson correlation of the first differences.", unit = Units.NONE) Double diffR,
    @Col(value = "Two-sided p-value of diff_r.", unit = Units.NONE) Double diffP,
    @Col(
            value = "Lower end of the moving-block bootstrap interval of the Pearson correlation.",
            unit = Units.NONE)
        Double bootLow,
    @Col(
            value = "Upper end of the moving-block bootstrap interval of the Pearson correlation.",
            unit = Units.NONE)
        Double bootHigh,
    @Col(value = "Nominal coverage of the bootstrap interval.", unit = Units.NONE) Double bootLevel,
    @Col(value = "Pairs per block of the bootstrap.", unit = Units.NONE) Integer blockLength,
    @Col(
            value = "Effective sample size, given the autocorrelation of both series.",
            unit = Units.NONE)
        Double effectiveN,
    @Col("ok, or why there is no correlation.") AssociationStatus status,
    @Shared(MESSAGE) String message) {}
