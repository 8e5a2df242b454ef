package io.berth.checker;

import java.time.Duration;
import java.util.List;

/**
 * The answer: it passes when there is no finding.
 *
 * @param recoveries figures of each crash, from record timestamps
 */
public record Verdict(List<Finding> findings, Scope scope, List<Recovery> recoveries) {
    public Verdict {
        findings = List.copyOf(findings);
        recoveries = List.copyOf(recoveries);
    }

    /** Whether every promise was kept. */
    public boolean passes() {
        return findings.isEmpty();
    }

    /**
     * How much was looked at, so that a pass over nothing is seen as such.
     *
     * @param secrets planted secrets that were sought
     * @param searchedRecords records in which they were
     */
    public record Scope(
            int observations,
            int runs,
            int decisions,
            int definedVms,
            int highlyAvailableVms,
            Replication replication,
            int secrets,
            long searchedRecords) {}

    /** How much replication there was. */
    public record Replication(int relationships, int orderedCycles, int completedCycles) {}

    /**
     * How a crash went.
     *
     * @param lost highly available VMs that ran on the host
     * @param detection log time from the last accepted beat to the failure
     * @param placed how many of them were given to another host
     * @param lastPlaced from the failure's record to that of the last such decision
     * @param confirmed how many of them a host then reported started
     * @param lastConfirmed from the failure's record to the last such report
     */
    public record Recovery(
            Host host,
            int lost,
            Duration detection,
            int placed,
            Duration lastPlaced,
            int confirmed,
            Duration lastConfirmed) {}
}
