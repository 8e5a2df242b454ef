package io.berth.placement.domain.policy;

import io.berth.contracts.Require;
import io.berth.contracts.ids.HostGroupId;
import io.berth.placement.domain.vm.VmRow;
import java.time.Duration;
import java.util.Map;

/**
 * The constants of placement. The version stands in every explanation; it changes with any rule or
 * constant that can change a decision.
 *
 * @param version at most 64 characters
 * @param startDeadline how long a host may take to report a VM running before the start is
 *     withdrawn
 * @param stopRepeat after how long without an answer a stop is sent again
 * @param maxStartAttempts how many hosts may fail to start a VM before it is unplaceable
 * @param failedStartRetry after how long a VM that hosts failed to start is tried on all of them
 *     again
 * @param operationDeadline how long a host may take to answer an operation on a VM; saving a large
 *     memory takes its time
 * @param maxRetriesPerDecision how many waiting VMs are placed at most when capacity appears; it
 *     bounds the size of one transaction, and the rest follows in the next
 * @param rulebook what comes from data files
 * @param operations how VMs move
 * @param startPatience how long a VM waits for each lower tier of its start group that does not
 *     come up
 * @param groups how hosts of these groups are rated; those of others as by {@link
 *     GroupPolicy#DEFAULT}
 */
public record PlacementPolicy(
        String version,
        Duration startDeadline,
        Duration stopRepeat,
        int maxStartAttempts,
        Duration failedStartRetry,
        Duration operationDeadline,
        int maxRetriesPerDecision,
        Rulebook rulebook,
        OperationPolicy operations,
        Map<HostGroupId, GroupPolicy> groups,
        Duration startPatience) {
    /**
     * Most hosts that an explanation names on either side. A cluster fits whole; of a larger group
     * of stand-alone hosts it has the best candidates and some of those refused, because an
     * explanation travels with every decision.
     */
    public static final int MAX_EXPLAINED = 64;

    /** Long enough for five hosts in turn to fail to start a VM. */
    private static final Duration USUAL_PATIENCE = Duration.ofMinutes(5);

    /** The rules of version 4 with their default constants. */
    public static final PlacementPolicy DEFAULT =
            new PlacementPolicy(
                    "placement/4",
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(10),
                    5,
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(2),
                    500);

    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public PlacementPolicy {
        Require.text("policy.version", version, 64);
        Require.range("policy.startDeadline", startDeadline.toMillis(), 1, Long.MAX_VALUE);
        Require.range("policy.stopRepeat", stopRepeat.toMillis(), 1, Long.MAX_VALUE);
        Require.range("policy.maxStartAttempts", maxStartAttempts, 1, VmRow.MAX_EXCLUDED);
        Require.range("policy.failedStartRetry", failedStartRetry.toMillis(), 1, Long.MAX_VALUE);
        Require.range("policy.operationDeadline", operationDeadline.toMillis(), 1, Long.MAX_VALUE);
        Require.range("policy.maxRetriesPerDecision", maxRetriesPerDecision, 1, 10_000);
        Require.present("policy.rulebook", rulebook);
        Require.present("policy.operations", operations);
        groups = Map.copyOf(groups);
        if (startPatience == null) { // as in policies that were stored before there was any
            startPatience = USUAL_PATIENCE;
        }
        Require.range("policy.startPatience", startPatience.toMillis(), 1, Long.MAX_VALUE);
    }

    /** With the usual patience. */
    public PlacementPolicy(
            String version,
            Duration startDeadline,
            Duration stopRepeat,
            int maxStartAttempts,
            Duration failedStartRetry,
            Duration operationDeadline,
            int maxRetriesPerDecision,
            Rulebook rulebook,
            OperationPolicy operations,
            Map<HostGroupId, GroupPolicy> groups) {
        this(
                version,
                startDeadline,
                stopRepeat,
                maxStartAttempts,
                failedStartRetry,
                operationDeadline,
                maxRetriesPerDecision,
                rulebook,
                operations,
                groups,
                USUAL_PATIENCE);
    }

    /** With an empty rulebook, and all groups rated alike. */
    public PlacementPolicy(
            String version,
            Duration startDeadline,
            Duration stopRepeat,
            int maxStartAttempts,
            Duration failedStartRetry,
            Duration operationDeadline,
            int maxRetriesPerDecision) {
        this(
                version,
                startDeadline,
                stopRepeat,
                maxStartAttempts,
                failedStartRetry,
                operationDeadline,
                maxRetriesPerDecision,
                Rulebook.EMPTY,
                OperationPolicy.DEFAULT,
                Map.of());
    }

    /** The same, where VMs move like this. */
    public PlacementPolicy with(OperationPolicy otherOperations) {
        return new PlacementPolicy(
                version,
                startDeadline,
                stopRepeat,
                maxStartAttempts,
                failedStartRetry,
                operationDeadline,
                maxRetriesPerDecision,
                rulebook,
                otherOperations,
                groups,
                startPatience);
    }

    /** How hosts of this group are rated. */
    public GroupPolicy rating(HostGroupId group) {
        return groups.getOrDefault(group, GroupPolicy.DEFAULT);
    }
}
