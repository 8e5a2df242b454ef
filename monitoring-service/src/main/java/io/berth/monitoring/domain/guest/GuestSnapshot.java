package io.berth.monitoring.domain.guest;

import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import java.util.List;

/**
 * All that a {@link GuestFold} knows, as plain values that become JSON.
 *
 * @param format of this record
 * @param hosts in the order of their ids
 */
public record GuestSnapshot(int format, List<Host> hosts) {
    /** The format that is written. */
    public static final int FORMAT = 1;

    /** Of a fold that has seen nothing. */
    public static final GuestSnapshot EMPTY = new GuestSnapshot(FORMAT, List.of());

    /**
     * @throws IllegalArgumentException when the format is not known
     */
    public GuestSnapshot {
        if (format != FORMAT) {
            throw new IllegalArgumentException(
                    "The snapshot of guests has format "
                            + format
                            + "; this service reads "
                            + FORMAT);
        }
        hosts = List.copyOf(hosts);
    }

    /**
     * One host.
     *
     * @param boot of its last table
     * @param digest of its last table
     * @param missed in the order of their ids
     */
    public record Host(
            HostId host, DomainId domain, BootId boot, String digest, List<MissedGuest> missed) {
        /** Copies the list. */
        public Host {
            missed = List.copyOf(missed);
        }
    }
}
