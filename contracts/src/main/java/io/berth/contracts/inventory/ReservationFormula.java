package io.berth.contracts.inventory;

import io.berth.contracts.Require;

/**
 * How many persistent reservations an array keeps: {@code perHostChannelCsv} for each CSV on each
 * channel of each host that uses it, {@code perCsv} for each CSV, {@code perHost} for each attached
 * host, and {@code fixed} whatever is attached. A channel is a connection to one module. Other
 * firmware may ask for more, so this is part of each array.
 */
public record ReservationFormula(long perHostChannelCsv, long perCsv, long perHost, long fixed) {
    /** Largest coefficient: sums of the largest estate stay far below the range of a long. */
    public static final long MAX_COEFFICIENT = 1_000_000;

    /** {@code hosts × channels × CSVs}. */
    public static final ReservationFormula PLAIN = new ReservationFormula(1, 0, 0, 0);

    /**
     * @throws IllegalArgumentException when a coefficient is out of range
     */
    public ReservationFormula {
        Require.range("formula.perHostChannelCsv", perHostChannelCsv, 0, MAX_COEFFICIENT);
        Require.range("formula.perCsv", perCsv, 0, MAX_COEFFICIENT);
        Require.range("formula.perHost", perHost, 0, MAX_COEFFICIENT);
        Require.range("formula.fixed", fixed, 0, MAX_COEFFICIENT);
    }
}
