package io.berth.contracts.inventory;

import io.berth.contracts.Require;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Principal;
import java.time.Instant;

/**
 * A host need not have an update.
 *
 * @param by who decided so
 * @param at when that was
 */
public record UpdateExemption(HostId host, String update, String reason, Principal by, Instant at) {
    /** Longest reason, in UTF-16 code units. */
    public static final int MAX_REASON = 256;

    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public UpdateExemption {
        Require.present("exemption.host", host);
        Require.text("exemption.update", update, BaselineUpdate.MAX_UPDATE);
        Require.text("exemption.reason", reason, MAX_REASON);
        Require.present("exemption.by", by);
        Require.present("exemption.at", at);
    }
}
