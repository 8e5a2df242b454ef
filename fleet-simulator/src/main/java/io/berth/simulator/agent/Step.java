package io.berth.simulator.agent;

import io.berth.contracts.hosts.HostReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The moment that an agent lives in and what it has asked for in it. One per agent, begun anew with
 * each input.
 */
final class Step {
    private Duration now = Duration.ZERO;
    private Instant wallClock = Instant.EPOCH;
    private List<AgentOutput> outputs = new ArrayList<>();
    private long lastReport;

    /**
     * @throws IllegalArgumentException when time runs backwards
     */
    void begin(Duration at, Instant wall) {
        if (at.compareTo(now) < 0) {
            throw new IllegalArgumentException(
                    "the agent's clock went back from "
                            + now
                            + " to "
                            + at
                            + "; it must be monotonic and count suspended time");
        }
        now = at;
        wallClock = wall;
        outputs = new ArrayList<>();
    }

    Duration now() {
        return now;
    }

    Instant wallClock() {
        return wallClock;
    }

    void emit(AgentOutput output) {
        outputs.add(output);
    }

    /** Emits a report and gives its number. */
    long report(HostReport report) {
        outputs.add(new AgentOutput.Report(++lastReport, report));
        return lastReport;
    }

    void note(String text) {
        outputs.add(new AgentOutput.Note(false, text));
    }

    void remark(String text) {
        outputs.add(new AgentOutput.Note(true, text));
    }

    List<AgentOutput> outputs() {
        return outputs;
    }
}
