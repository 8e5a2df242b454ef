package io.berth.monitoring.domain.alert;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.inventory.ArrayAttachment;
import io.berth.contracts.inventory.ReservationFormula;
import io.berth.contracts.inventory.StorageArrayState;
import java.util.HashMap;
import java.util.Map;

/**
 * How many persistent reservations an array is asked for, by its own {@link ReservationFormula}.
 * For each cluster {@code hosts × channels × CSVs}, where the channels of a host are its
 * connections times the modules of the array; the clusters add up.
 *
 * <p>Example: two hosts with two connections each, two modules and four CSVs take {@code 2 × (2·2)
 * × 4 = 32}.
 *
 * @param limit as many as its firmware keeps
 */
record ReservationUse(long used, long limit) {
    /** From here on the limit is told as near. */
    static final int NEAR_PERCENT = 80;

    /**
     * @param csvs how many of the array each cluster has
     * @param homes the cluster of each host that is in one
     */
    static ReservationUse of(
            StorageArrayState array, Map<ClusterId, Integer> csvs, Map<HostId, ClusterId> homes) {
        ReservationFormula formula = array.formula();
        Map<ClusterId, Long> channels = new HashMap<>();
        for (ArrayAttachment attachment : array.attachments()) {
            ClusterId cluster = homes.get(attachment.host());
            if (cluster != null) {
                channels.merge(
                        cluster, (long) attachment.connections() * array.modules(), Long::sum);
            }
        }
        long used = formula.fixed() + formula.perHost() * array.attachments().size();
        for (Map.Entry<ClusterId, Integer> entry : csvs.entrySet()) {
            long perCsv =
                    formula.perHostChannelCsv() * channels.getOrDefault(entry.getKey(), 0L)
                            + formula.perCsv();
            used += perCsv * entry.getValue();
        }
        return new ReservationUse(used, array.persistentReservationLimit());
    }

    /** How much of the limit that is, rounded down. */
    long percent() {
        return used * 100 / limit;
    }

    /** Whether more than {@value #NEAR_PERCENT} % of the limit are asked for. */
    boolean nearLimit() {
        return used * 100 > limit * NEAR_PERCENT;
    }
}
