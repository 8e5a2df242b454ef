package io.berth.mover.wire;

import io.berth.contracts.ids.RelationshipId;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The transfers that a target has open: one for each disk of a relationship. Soft state. */
final class Running {
    private record Copy(RelationshipId relationship, int disk) {}

    private final Set<Copy> open = ConcurrentHashMap.newKeySet();

    /** A claim on a copy; closing it lets the next one in. */
    record Claim(boolean granted, Runnable release) implements AutoCloseable {
        @Override
        public void close() {
            release.run();
        }
    }

    Claim claim(Cycle cycle) {
        Copy copy = new Copy(cycle.relationship(), cycle.disk());
        return open.add(copy)
                ? new Claim(true, () -> open.remove(copy))
                : new Claim(false, () -> {});
    }
}
