package io.berth.contracts.inventory;

import io.berth.contracts.Require;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.CsvId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.VmId;
import org.jspecify.annotations.Nullable;

/**
 * One move of a consolidation plan.
 *
 * @param disk name of the disk among those of its VM
 * @param size as the guest sees it
 * @param attempts how often it was ordered
 * @param host whose agent was asked; absent before the first order
 * @param command of the newest order; absent before the first
 * @param detail why it failed or was skipped; absent where there is nothing to say
 */
public record ConsolidationStep(
        VmId vm,
        String disk,
        MiB size,
        CsvId from,
        CsvId to,
        Purpose purpose,
        Progress progress,
        int attempts,
        @Nullable HostId host,
        @Nullable CommandId command,
        @Nullable String detail) {
    /** Longest detail, in UTF-16 code units. */
    public static final int MAX_DETAIL = 512;

    /** Most orders of one step. */
    public static final int MAX_ATTEMPTS = 1000;

    /** What the move is good for. */
    public enum Purpose {
        /** It helps to empty the volume that it comes from. */
        EMPTY_VOLUME,
        /** It makes room for another disk that has to leave its volume. */
        MAKE_ROOM
    }

    /** How far it is. */
    public enum Progress {
        /** Waits for its turn. */
        PLANNED,
        /** An agent was asked and has not answered. */
        ORDERED,
        /** The disk lies where the plan wants it. */
        DONE,
        /** The agent could not; the plan has stopped here. */
        FAILED,
        /** Left out, because things have changed since the plan was made. */
        SKIPPED
    }

    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public ConsolidationStep {
        Require.present("step.vm", vm);
        Require.text("step.disk", disk, VmDisk.MAX_NAME);
        Require.present("step.size", size);
        Require.present("step.from", from);
        Require.present("step.to", to);
        Require.present("step.purpose", purpose);
        Require.present("step.progress", progress);
        Require.range("step.attempts", attempts, 0, MAX_ATTEMPTS);
        Require.optionalText("step.detail", detail, MAX_DETAIL);
    }

    /** A step that waits for its turn. */
    public static ConsolidationStep planned(
            VmId vm, String disk, MiB size, CsvId from, CsvId to, Purpose purpose) {
        return new ConsolidationStep(
                vm, disk, size, from, to, purpose, Progress.PLANNED, 0, null, null, null);
    }

    /** The same step, asked of an agent. */
    public ConsolidationStep ordered(HostId agent, CommandId order) {
        return new ConsolidationStep(
                vm,
                disk,
                size,
                from,
                to,
                purpose,
                Progress.ORDERED,
                attempts + 1,
                agent,
                order,
                null);
    }

    /** The same step with another progress. */
    public ConsolidationStep became(Progress next, @Nullable String why) {
        return new ConsolidationStep(
                vm, disk, size, from, to, purpose, next, attempts, host, command, why);
    }
}
