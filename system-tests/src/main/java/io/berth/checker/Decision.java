package io.berth.checker;

/** What placement decided about one VM: a claim to be checked against the agents' observations. */
public sealed interface Decision {
    /** Where it lies. */
    Position at();

    /** The CloudEvents id; a relay that was killed publishes an event twice under one id. */
    String eventId();

    /** The VM. */
    Vm vm();

    /** The epoch that it speaks of. */
    Epoch epoch();

    /**
     * Given to a host.
     *
     * @param afterLoss whether its cause is the loss of the VM on its former host
     */
    record Placed(Position at, String eventId, Vm vm, Epoch epoch, Host host, boolean afterLoss)
            implements Decision {}

    /** Its host's report has arrived. */
    record Confirmed(Position at, String eventId, Vm vm, Epoch epoch, Host host)
            implements Decision {}

    /** It no longer runs on its host. */
    record Lost(Position at, String eventId, Vm vm, Epoch epoch, Host host) implements Decision {}

    /** Not highly available: it waits for its host. */
    record Waiting(Position at, String eventId, Vm vm, Epoch epoch, Host host)
            implements Decision {}

    /**
     * No host can take it.
     *
     * @param explained whether it names at least one host, and for each at least one refusal
     */
    record Unplaceable(Position at, String eventId, Vm vm, Epoch epoch, boolean explained)
            implements Decision {}

    /** Stopped on request. */
    record Stopped(Position at, String eventId, Vm vm, Epoch epoch) implements Decision {}
}
