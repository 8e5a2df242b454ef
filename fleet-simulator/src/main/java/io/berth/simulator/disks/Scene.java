package io.berth.simulator.disks;

import io.berth.contracts.ids.CsvId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.inventory.VmSpec;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a host finds when it looks at a disk that it is to move.
 *
 * @param held what the VM is, where the host holds it
 * @param elsewhere other hosts on which it executes
 * @param movedTo where the disk was moved to; absent when it never was
 * @param memorable whether a further move of it can be remembered
 * @param trouble what is wrong with moves now
 */
public record Scene(
        @Nullable VmSpec held,
        Set<HostId> elsewhere,
        @Nullable CsvId movedTo,
        boolean memorable,
        @Nullable MoveTrouble trouble) {}
