package io.berth.placement.domain.state;

import io.berth.contracts.hosts.HostCommand;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.placement.HandOverTerms;
import io.berth.contracts.placement.PlacementDecision;
import io.berth.placement.domain.ledger.HostDescription;
import io.berth.placement.domain.ledger.HostRow;
import io.berth.placement.domain.operation.OperationRow;
import io.berth.placement.domain.vm.VmRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One part of a decision, in order. The first five change the state when they are applied; the
 * others leave it alone and are sent.
 */
public sealed interface Outcome {
    /** A host's row is now this. */
    record HostChanged(HostRow row) implements Outcome {}

    /** A VM's row is now this. */
    record VmChanged(VmRow row) implements Outcome {}

    /**
     * A VM no longer belongs to this domain; the one where it goes is asked to take it over.
     *
     * @param row as it was at last
     * @param to absent where a decision is carried out again and that is not remembered
     * @param terms under which it goes; absent without
     */
    record VmLeft(VmRow row, @Nullable DomainId to, @Nullable HandOverTerms terms)
            implements Outcome {
        /** Without terms. */
        public VmLeft(VmRow row, @Nullable DomainId to) {
            this(row, to, null);
        }
    }

    /** An operation's row is now this. */
    record OperationChanged(OperationRow row) implements Outcome {}

    /** The hosts are specified and measured like this; soft state, never stored. */
    record HostsRedescribed(List<HostDescription> hosts) implements Outcome {
        /** Takes a copy. */
        public HostsRedescribed {
            hosts = List.copyOf(hosts);
        }
    }

    /** A fact to tell. */
    record Announced(PlacementDecision event) implements Outcome {}

    /** A command to an agent. */
    record Commanded(HostCommand command) implements Outcome {}
}
