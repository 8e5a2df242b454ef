package io.berth.replica.domain.failover;

import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.placement.VmAssignment;
import io.berth.replica.domain.HostStanding;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a VM when its failover is looked at. It may be old: nothing is taken from it but
 * what placement checks again, at the epoch that it names.
 *
 * @param assignment what placement last said; absent when it does not know the VM
 * @param source how the host is that ran it
 * @param spec as inventory has it; absent when it does not know the VM
 */
public record Sight(
        @Nullable VmAssignment assignment, HostStanding source, @Nullable VmSpec spec) {}
