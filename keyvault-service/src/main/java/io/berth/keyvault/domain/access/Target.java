package io.berth.keyvault.domain.access;

import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.RingId;
import java.util.List;
import java.util.UUID;

/** An object of the tree that a call touches, whether it is there or not. */
public sealed interface Target {
    /** What it is. */
    ObjectClass objectClass();

    /** The common names from the container down to it. */
    List<String> below(UUID vault);

    /** The container itself. */
    record Container() implements Target {
        @Override
        public ObjectClass objectClass() {
            return ObjectClass.CONTAINER;
        }

        @Override
        public List<String> below(UUID vault) {
            return List.of();
        }
    }

    /** The group object of the installation. */
    record DcManager() implements Target {
        @Override
        public ObjectClass objectClass() {
            return ObjectClass.DC_MANAGER;
        }

        @Override
        public List<String> below(UUID vault) {
            return List.of("DC Manager " + vault);
        }
    }

    /** A ring. */
    record OfRing(RingId ring) implements Target {
        @Override
        public ObjectClass objectClass() {
            return ObjectClass.RING;
        }

        @Override
        public List<String> below(UUID vault) {
            return List.of("DC Manager " + vault, ring.value());
        }
    }

    /** A key of a ring. */
    record OfKey(RingId ring, KeyVersion version) implements Target {
        @Override
        public ObjectClass objectClass() {
            return ObjectClass.KEY;
        }

        @Override
        public List<String> below(UUID vault) {
            return List.of("DC Manager " + vault, ring.value(), version.toString());
        }
    }
}
