package io.berth.monitoring.domain;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.monitoring.HoldReason;
import java.time.Instant;

/**
 * A domain whose failures are held, with the figures at its beginning.
 *
 * @param since in log time
 */
public record DomainHold(
        DomainId domain,
        HoldReason reason,
        int silent,
        int failed,
        int configured,
        Instant since) {}
