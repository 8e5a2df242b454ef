package io.berth.checker;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an agent said of its own host: the only thing that counts as truth here. */
public sealed interface Observation {
    /** Where it lies. */
    Position at();

    /** Who says it. */
    Host host();

    /** In which life. */
    Boot boot();

    /**
     * A heartbeat.
     *
     * @param acknowledged the highest sequence of this boot that the broker had acknowledged when
     *     this beat was made; 0 before the first
     * @param digest of the VM table
     * @param running the VMs that run and their epochs; absent when the beat carries no table
     */
    record Beat(
            Position at,
            Host host,
            Boot boot,
            long sequence,
            long acknowledged,
            boolean fenced,
            String digest,
            @Nullable Map<Vm, Epoch> running)
            implements Observation {
        public Beat {
            running = running == null ? null : Map.copyOf(running);
        }
    }

    /**
     * A full VM table.
     *
     * @param trigger why it was sent
     * @param running the VMs that run and their epochs
     */
    record Table(
            Position at,
            Host host,
            Boot boot,
            boolean fenced,
            String trigger,
            Map<Vm, Epoch> running)
            implements Observation {
        public Table {
            running = Map.copyOf(running);
        }
    }

    /** What came of a start or stop of one VM. */
    record Completion(Position at, Host host, Boot boot, Vm vm, Epoch epoch, Outcome outcome)
            implements Observation {}

    /** How a command ended. */
    enum Outcome {
        /** The VM runs at the epoch. */
        STARTED,
        /** The VM does not run at the epoch or a lower one. */
        STOPPED,
        /** It was not started, for whatever reason. */
        REFUSED
    }
}
