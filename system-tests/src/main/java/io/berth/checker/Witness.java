package io.berth.checker;

import java.time.Instant;
import java.util.Set;

/**
 * What the hypervisors themselves noticed, where somebody can ask them all at once (the simulator
 * can): a VM that executed on several hosts. It needs no agent and no beat, so it also shows what
 * is over before any report of it.
 *
 * @param since when the second one began, by the witness's clock
 */
public record Witness(Vm vm, Set<Host> hosts, Instant since) {
    public Witness {
        hosts = Set.copyOf(hosts);
    }
}
