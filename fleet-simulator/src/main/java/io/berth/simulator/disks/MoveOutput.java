package io.berth.simulator.disks;

import io.berth.contracts.hosts.MoveVmDisk;
import io.berth.contracts.hosts.VmDiskMoved.Outcome;
import io.berth.contracts.ids.CsvId;
import java.time.Duration;

/** What a {@link DiskMover} wants done. */
public sealed interface MoveOutput {
    /**
     * Report what came of a move.
     *
     * @param csv where the disk lies now
     * @param took from the command to the end
     * @param detail for people; empty when there is nothing to add
     */
    record Answer(MoveVmDisk command, Outcome outcome, CsvId csv, Duration took, String detail)
            implements MoveOutput {}

    /** Note the place of the disk for good, and only then report. */
    record KeepThenAnswer(Answer answer) implements MoveOutput {
        /** Where the disk lies from now on. */
        public SharedStorage.Place place() {
            MoveVmDisk command = answer.command();
            return new SharedStorage.Place(command.vm(), command.disk(), answer.csv());
        }
    }
}
