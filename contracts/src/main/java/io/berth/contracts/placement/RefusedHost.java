package io.berth.contracts.placement;

import io.berth.contracts.Require;
import io.berth.contracts.ids.HostId;
import java.util.List;

/** A host with zero stars, and every reason for it. */
public record RefusedHost(HostId host, List<Refusal> refusals) {
    /**
     * @throws IllegalArgumentException when a part is missing
     */
    public RefusedHost {
        Require.present("host", host);
        refusals = Require.list("refusals", refusals, 64);
    }
}
