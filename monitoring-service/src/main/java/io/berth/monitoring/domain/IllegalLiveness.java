package io.berth.monitoring.domain;

import io.berth.contracts.ids.HostId;

/** A transition between states of a host that the rules do not know: a defect of the monitor. */
public final class IllegalLiveness extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    IllegalLiveness(HostId host, HostLiveness from, HostLiveness to) {
        super(
                "Host %s cannot go from %s to %s; legal sources are %s"
                        .formatted(host, from, to, to.sources()));
    }
}
