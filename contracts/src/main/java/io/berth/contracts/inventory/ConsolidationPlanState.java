package io.berth.contracts.inventory;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.ArrayId;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.ConsolidationPlanId;
import io.berth.contracts.ids.CsvId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A plan that moves disks of VMs onto fewer cluster shared volumes, one move after the other.
 *
 * @param array only volumes of this array take part; absent for all of the cluster
 * @param headroomPercent of each volume's capacity and IOPS that moves leave free
 * @param emptied the volumes that hold no disk of a VM afterwards
 * @param csvsBefore volumes that the cluster has and that take part
 * @param csvsAfter those that are still needed
 * @param reservationsBefore persistent reservations of those volumes
 * @param reservationsAfter once the emptied ones have been removed
 * @param leastCsvs no plan can do with fewer
 */
@EventType("io.berth.inventory.consolidation-plan-state.v1")
public record ConsolidationPlanState(
        ConsolidationPlanId plan,
        ClusterId cluster,
        @Nullable ArrayId array,
        int headroomPercent,
        Status status,
        List<CsvId> emptied,
        List<ConsolidationStep> steps,
        int csvsBefore,
        int csvsAfter,
        long reservationsBefore,
        long reservationsAfter,
        int leastCsvs,
        long revision)
        implements FabricState {
    /** Most steps: a plan is announced anew with each, so longer ones are made in parts. */
    public static final int MAX_STEPS = 500;

    /** Most volumes. */
    public static final int MAX_CSVS = 4096;

    /** What a plan is doing. */
    public enum Status {
        /** Waits to be started. */
        PLANNED,
        /** One step after the other is ordered. */
        RUNNING,
        /** Every step is done or was left out. */
        DONE,
        /** A step failed; it can be started again from there. */
        FAILED,
        /** No further step will be ordered. */
        CANCELLED
    }

    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public ConsolidationPlanState {
        Require.present("plan", plan);
        Require.present("cluster", cluster);
        Require.range("headroomPercent", headroomPercent, 0, 90);
        Require.present("status", status);
        emptied = Require.distinct("emptied", emptied, MAX_CSVS);
        steps = Require.list("steps", steps, MAX_STEPS);
        Require.range("csvsBefore", csvsBefore, 0, MAX_CSVS);
        Require.range("csvsAfter", csvsAfter, 0, MAX_CSVS);
        Require.range("reservationsBefore", reservationsBefore, 0, Long.MAX_VALUE);
        Require.range("reservationsAfter", reservationsAfter, 0, Long.MAX_VALUE);
        Require.range("leastCsvs", leastCsvs, 0, MAX_CSVS);
        Require.range("revision", revision, 0, Long.MAX_VALUE);
    }

    @Override
    public String partitionKey() {
        return "consolidation-plan/" + plan;
    }
}
