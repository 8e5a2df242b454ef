package io.berth.inventory.domain.storage;

import io.berth.contracts.ids.CsvId;
import io.berth.contracts.inventory.ConsolidationStep.Purpose;
import java.util.Comparator;
import java.util.List;

/**
 * A plan: moves in an order in which each is possible when those before it have been made.
 *
 * @param emptied volumes that hold nothing afterwards, those that held nothing before included
 * @param least no plan can do with fewer volumes
 */
public record Consolidation(
        List<Move> moves,
        List<CsvId> emptied,
        int volumesBefore,
        Cost cost,
        long reservationsBefore,
        int least) {
    /** Copies the lists. */
    public Consolidation {
        moves = List.copyOf(moves);
        emptied = List.copyOf(emptied);
    }

    /** One quick storage migration. */
    public record Move(PlacedDisk disk, CsvId from, CsvId to, Purpose purpose) {}

    /**
     * What a plan comes to; less is better, the first part first.
     *
     * @param volumes still in use
     * @param reservations of those
     * @param mib moved
     */
    public record Cost(int volumes, long reservations, int moves, long mib)
            implements Comparable<Cost> {
        private static final Comparator<Cost> ORDER =
                Comparator.comparingInt(Cost::volumes)
                        .thenComparingLong(Cost::reservations)
                        .thenComparingInt(Cost::moves)
                        .thenComparingLong(Cost::mib);

        @Override
        public int compareTo(Cost other) {
            return ORDER.compare(this, other);
        }
    }

    /** Whether no plan can use fewer volumes. */
    public boolean isProven() {
        return cost.volumes() == least;
    }
}
