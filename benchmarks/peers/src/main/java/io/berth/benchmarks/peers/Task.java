package io.berth.benchmarks.peers;

/** What all engines are asked for. */
enum Task {
    /** 64 VMs, one after the other, each on the best of 10,000 hosts that carry 250,000 others. */
    PLACE("64 VMs of 64 shapes on 10,000 hosts with 250,000 VMs, per VM"),

    /** One host of 256 has failed; its 25 VMs find new ones among 255 that carry 25 each. */
    FAILED_NODE("one host of 256 has failed: its 25 VMs"),

    /** 6,000 VMs come one after the other; as few of 1,000 hosts as possible are to be used. */
    PACK("6,000 VMs on as few of 1,000 hosts as possible");

    private final String title;

    Task(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** An instance of it, always the same for a seed. */
    Fleet instance(long seed) {
        return switch (this) {
            case PLACE -> Fleet.loaded(10_000, 64, -1, seed);
            case FAILED_NODE -> Fleet.loaded(256, 0, 0, seed);
            case PACK -> Fleet.empty(1000, 6000, seed);
        };
    }

    /** By how much the time of a run is divided to be told. */
    int items(Fleet fleet) {
        return this == PLACE ? fleet.waiting().length : 1;
    }
}
