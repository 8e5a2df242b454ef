package io.berth.inventory.domain.storage;

import io.berth.contracts.ids.VmId;
import java.time.Instant;

/**
 * What a disk of a VM was asked for over a stretch of time.
 *
 * @param beganAt a multiple of the length of stretches since 1970
 * @param reports how many came
 * @param busiest that with the most operations
 */
public record DiskStretch(
        VmId vm, String disk, Instant beganAt, int reports, Assessment.Sample busiest) {}
