package io.berth.contracts.placement;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.OperationId;
import io.berth.contracts.ids.Principal;

/**
 * What the patch hook did with a node that was emptied for it, or what a person says about a node
 * for which the operation has stopped.
 *
 * @param detail for people
 * @param answeredBy who says so
 */
@EventType("io.berth.placement.patch-answered.v1")
public record PatchAnswered(
        DomainId domain,
        OperationId operation,
        HostId host,
        Outcome outcome,
        String detail,
        Principal answeredBy)
        implements PlacementRequest {
    /** Longest detail. */
    public static final int MAX_DETAIL = 512;

    /** What is said. */
    public enum Outcome {
        /** The node is patched: see that it is well, and give it VMs again. */
        PATCHED,
        /** It could not be patched: begin with no other node until somebody has answered. */
        FAILED,
        /** Leave the node as it is, give it VMs again, and go on with the next. */
        SKIP,
        /** Wait for the hook once more, as long as at first. */
        WAIT
    }

    /**
     * @throws IllegalArgumentException when a part is missing or too long
     */
    public PatchAnswered {
        Require.present("domain", domain);
        Require.present("operation", operation);
        Require.present("host", host);
        Require.present("outcome", outcome);
        Require.text("detail", detail, MAX_DETAIL);
        Require.present("answeredBy", answeredBy);
    }
}
