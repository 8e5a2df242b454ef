package io.berth.replica.domain;

import io.berth.contracts.replica.ReplicationState;
import java.util.Set;

/** A rule tried to move a relationship to a state that may not follow its present one. */
public final class IllegalTransition extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    IllegalTransition(
            ReplicationState source, ReplicationState target, Set<ReplicationState> legal) {
        super(
                "a relationship cannot go from %s to %s; legal sources are %s"
                        .formatted(source, target, legal));
    }
}
