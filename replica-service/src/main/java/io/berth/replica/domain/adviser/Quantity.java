package io.berth.replica.domain.adviser;

/** What advice depends on. Each has its unit, and bounds beyond which a figure is a mistake. */
public enum Quantity {
    /** Recovery point objective: how much may be lost, as the time in which it was written. */
    RPO(Unit.SECONDS, 0, Quantity.THIRTY_DAYS),
    /** Recovery time objective: how long the VMs may be down. */
    RTO(Unit.SECONDS, 0, Quantity.THIRTY_DAYS),
    /** To the other site and back. */
    ROUND_TRIP(Unit.MILLISECONDS, 0, 10_000),
    /** Cable between the sites; half the circumference of the earth is the most. */
    DISTANCE(Unit.KILOMETRES, 0, 20_040),
    /** What the path between the sites carries. */
    BANDWIDTH(Unit.MBIT_PER_SECOND, 1, 1_000_000),
    /** What is to be protected. */
    DATA(Unit.GIB, 0.001, 10_000_000),
    /** How much of it is written in a day. */
    DAILY_CHANGE(Unit.GIB, 0, 10_000_000),
    /** {@link #DAILY_CHANGE} as a rate, evenly over the day: derived. */
    CHANGE_RATE(Unit.MBIT_PER_SECOND, 0, Double.MAX_VALUE),
    /** How long all data take over the link when nothing else uses it: derived. */
    INITIAL_COPY(Unit.SECONDS, 0, Double.MAX_VALUE),
    /** What may be spent. */
    BUDGET(Unit.BUDGET_CLASS, 0, 2),
    /** How running VMs are to change the site. */
    MIGRATION(Unit.MIGRATION_KIND, 0, 2),
    /** Whether both sites have the same make and model of storage array. */
    IDENTICAL_ARRAYS(Unit.YES_OR_NO, 0, 1),
    /** Whether backups are snapshots that the storage takes. */
    STORAGE_SNAPSHOTS(Unit.YES_OR_NO, 0, 1),
    /** Whether there is a backup that reaches back for long. */
    LONG_TERM_BACKUP(Unit.YES_OR_NO, 0, 1),
    /** Whether a copy of the backup is kept at another site. */
    OFF_SITE_COPY(Unit.YES_OR_NO, 0, 1);

    private static final double THIRTY_DAYS = 30 * 86_400;

    private final Unit unit;
    private final double min;
    private final double max;

    Quantity(Unit unit, double min, double max) {
        this.unit = unit;
        this.min = min;
        this.max = max;
    }

    /** What it is counted in. */
    public Unit unit() {
        return unit;
    }

    /**
     * A figure from its text, within the bounds.
     *
     * @throws IllegalArgumentException saying what is allowed
     */
    public double parse(String text) {
        return checked(unit.parse(text));
    }

    /**
     * The value, when it is within the bounds.
     *
     * @throws IllegalArgumentException saying what is allowed
     */
    public double checked(double value) {
        if (!(value >= min && value <= max)) {
            throw new IllegalArgumentException(
                    unit.format(value)
                            + " is out of range; allowed is "
                            + unit.format(min)
                            + " to "
                            + unit.format(max));
        }
        return value;
    }

    /** A value as people read it. */
    public String format(double value) {
        return unit.format(value);
    }
}
