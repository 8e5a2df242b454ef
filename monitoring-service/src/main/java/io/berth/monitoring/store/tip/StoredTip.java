package io.berth.monitoring.store.tip;

import io.berth.contracts.ids.HostId;
import io.berth.monitoring.domain.tip.Tip;
import io.berth.monitoring.domain.tip.TipKind;
import java.time.Instant;

/**
 * A tip as it is kept.
 *
 * @param place where on the host
 * @param since when it came into its state
 * @param changedAt when its figures changed last
 */
public record StoredTip(
        long id,
        TipKind kind,
        HostId host,
        String place,
        Instant since,
        Instant changedAt,
        Tip tip) {}
