package io.berth.contracts.keyvault;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RingId;
import java.util.List;

/**
 * A key ring exists, with its first key.
 *
 * @param principals who may protect and unprotect with it; nobody else may
 */
@EventType("io.berth.keyvault.ring-created.v1")
public record RingCreated(
        RingId ring, KeyVersion version, List<Principal> principals, Principal principal)
        implements RingEvent {
    /** Most principals of one ring. */
    public static final int MAX_PRINCIPALS = 64;

    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public RingCreated {
        Require.present("ring", ring);
        Require.present("version", version);
        principals = Require.distinct("principals", principals, MAX_PRINCIPALS);
        Require.present("principal", principal);
    }
}
