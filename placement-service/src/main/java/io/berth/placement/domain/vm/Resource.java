package io.berth.placement.domain.vm;

/** What hosts have and VMs take. */
public enum Resource {
    /** In MiB; rated by what is allocated. */
    MEMORY(0, "MiB", true, false),
    /** In percent of one core. */
    CPU(1, "percent-of-core", true, true),
    /** Room on the host's own disks, in MiB; a host needs enough, and more is no better. */
    DISK(2, "MiB", false, false),
    /** Of the host's own disks, in operations per second. */
    IOPS(3, "IOPS", true, true),
    /** In Mbit/s. */
    NETWORK(4, "Mbit/s", true, true);

    private final int column;
    private final String unit;
    private final boolean rated;
    private final boolean loaded;

    Resource(int column, String unit, boolean rated, boolean loaded) {
        this.column = column;
        this.unit = unit;
        this.rated = rated;
        this.loaded = loaded;
    }

    /** Its place among the figures of a row. */
    public int column() {
        return column;
    }

    /** The unit of all its figures. */
    public String unit() {
        return unit;
    }

    /** Whether it counts in the rating of a host. */
    public boolean isRated() {
        return rated;
    }

    /** Whether measured load above the allocation counts as used. */
    public boolean isLoaded() {
        return loaded;
    }
}
