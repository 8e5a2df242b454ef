package io.berth.placement.domain.reserve;

/** What a node has and a VM takes. */
public enum Quantity {
    /** In MiB. */
    MEMORY("MiB", "insufficient-memory"),
    /** In percent of one core. */
    CPU("percent-of-core", "insufficient-cpu"),
    /** On the node's own disks, in MiB. */
    DISK("MiB", "insufficient-disk"),
    /** Of the node's own disks, in operations per second. */
    IOPS("iops", "insufficient-iops"),
    /** In Mbit/s. */
    NETWORK("Mbit/s", "insufficient-network");

    private static final Quantity[] ALL = values();

    /** How many there are. */
    static final int COUNT = ALL.length;

    private final String unit;
    private final String shortage;

    Quantity(String unit, String shortage) {
        this.unit = unit;
        this.shortage = shortage;
    }

    /** For people and programs. */
    public String unit() {
        return unit;
    }

    /** The stable code of a refusal for want of it. */
    public String shortage() {
        return shortage;
    }

    static Quantity at(int index) {
        return ALL[index];
    }
}
