package io.berth.simulator.mover;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.replica.ReplicaAuthentication;
import io.berth.mover.wire.Security;

/** By what the data mover of a host proves who it is. */
public interface Identities {
    /** What there is for a host. */
    sealed interface Proof {
        /** It can prove who it is. */
        record Has(Security security) implements Proof {}

        /**
         * It cannot.
         *
         * @param missing for people
         */
        record Lacks(String missing) implements Proof {}
    }

    /** What a host has to prove who it is in this way. Asked for each connection. */
    Proof of(HostId host, ReplicaAuthentication way);
}
