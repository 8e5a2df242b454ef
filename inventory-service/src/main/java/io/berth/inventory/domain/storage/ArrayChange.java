package io.berth.inventory.domain.storage;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.inventory.ReservationFormula;
import org.jspecify.annotations.Nullable;

/** A change that may alter how many persistent reservations an array is asked for. */
public sealed interface ArrayChange {
    /** What is changed, for people. */
    String text();

    /** More CSVs of a cluster; fewer when {@code count} is negative. */
    record MoreCsvs(ClusterId cluster, int count) implements ArrayChange {
        @Override
        public String text() {
            return count < 0
                    ? "removing " + Figures.of(-count, "CSV") + " from cluster " + cluster
                    : "adding " + Figures.of(count, "CSV") + " to cluster " + cluster;
        }
    }

    /**
     * A host is connected, or connected in another way.
     *
     * @param cluster the one that the host is a node of
     */
    record Attached(HostId host, @Nullable ClusterId cluster, int connections)
            implements ArrayChange {
        @Override
        public String text() {
            return "attaching host " + host + " with " + Figures.of(connections, "connection");
        }
    }

    /** A host is no longer connected. */
    record Detached(HostId host) implements ArrayChange {
        @Override
        public String text() {
            return "detaching host " + host;
        }
    }

    /** Another number of modules. */
    record Modules(int modules) implements ArrayChange {
        @Override
        public String text() {
            return "changing to " + Figures.of(modules, "module");
        }
    }

    /** Another limit. */
    record Limit(long limit) implements ArrayChange {
        @Override
        public String text() {
            return "changing the limit to " + limit;
        }
    }

    /** Another formula, as new firmware may ask for. */
    record Formula(ReservationFormula formula) implements ArrayChange {
        @Override
        public String text() {
            return "changing the formula";
        }
    }
}
