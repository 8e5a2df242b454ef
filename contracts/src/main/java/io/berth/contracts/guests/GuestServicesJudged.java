package io.berth.contracts.guests;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import java.time.Instant;

/**
 * Whether the integration services of a guest are as new as the guest rules ask for. Told when they
 * are found to be older, and when that has ended.
 *
 * @param guest the guest system that the rule is about
 * @param installed as the guest published it, escaped and cut like in {@link KvpChange}
 * @param needed the version that the guest rules ask for
 */
@EventType("io.berth.monitoring.guest-services-judged.v1")
public record GuestServicesJudged(
        VmId vm,
        HostId host,
        boolean outdated,
        String guest,
        String installed,
        String needed,
        Instant reportedAt)
        implements GuestEvent {
    /** Longest name of a guest system and of a version, in UTF-16 code units. */
    public static final int MAX_TEXT = 128;

    /**
     * @throws IllegalArgumentException when a part is missing or too long
     */
    public GuestServicesJudged {
        Require.present("vm", vm);
        Require.present("host", host);
        Require.text("guest", guest, MAX_TEXT);
        Require.text("installed", installed, MAX_TEXT);
        Require.text("needed", needed, MAX_TEXT);
        Require.present("reportedAt", reportedAt);
    }
}
