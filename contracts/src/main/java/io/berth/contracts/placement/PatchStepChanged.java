package io.berth.contracts.placement;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.OperationId;
import java.time.Instant;

/**
 * A node has come to another state of a patch operation. With {@code PATCHING} it is empty and
 * closed: whoever patches may begin, and answers when it is done.
 *
 * @param detail for people: why it stopped, or what was said
 * @param since when it came into this state
 */
@EventType("io.berth.placement.patch-step-changed.v1")
public record PatchStepChanged(
        OperationId operation,
        DomainId domain,
        HostId host,
        PatchStepState state,
        String detail,
        Instant since)
        implements OperationEvent {
    /** Longest detail. */
    public static final int MAX_DETAIL = 1024;

    /**
     * @throws IllegalArgumentException when a part is missing or too long
     */
    public PatchStepChanged {
        Require.present("operation", operation);
        Require.present("domain", domain);
        Require.present("host", host);
        Require.present("state", state);
        Require.text("detail", detail, MAX_DETAIL);
        Require.present("since", since);
    }
}
