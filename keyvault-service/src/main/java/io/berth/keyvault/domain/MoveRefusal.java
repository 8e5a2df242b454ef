package io.berth.keyvault.domain;

import java.util.Collection;
import java.util.UUID;

/** Why keys are not moved from one container to another. */
public sealed interface MoveRefusal extends Refusal {
    /** There is no such move. */
    record UnknownMove(String id) implements MoveRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "unknown-move",
                    Sort.ABSENT,
                    "There is no such move",
                    "There is no move " + id,
                    Refusal.values("move", id),
                    "GET /api/v1/container/moves lists the moves");
        }
    }

    /** Another move has not ended. */
    record MoveRunning(UUID id, Place to) implements MoveRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "move-running",
                    Sort.CONFLICT,
                    "Keys are being moved already",
                    "Move " + id + " to " + to + " has not ended",
                    Refusal.values("move", id.toString(), "to", to.name()),
                    "Wait for it: GET /api/v1/container/moves/" + id + " says how far it is");
        }
    }

    /** The place belongs to one node. */
    record PlaceNotShared(Place to) implements MoveRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "place-not-shared",
                    Sort.RULE,
                    "Keys are not moved to a single node",
                    to + " is read by one node alone: the others would open nothing any more",
                    Refusal.values("to", to.name()),
                    "Name postgres or ldap");
        }
    }

    /** The instance that was asked does not reach the place. */
    record PlaceNotReached(Place to, Collection<Place> reached) implements MoveRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "place-not-reached",
                    Sort.CONFLICT,
                    "This instance does not reach the place",
                    "This instance reaches " + reached + ", but not " + to,
                    Refusal.values(
                            "to", to.name(), "reached", reached.stream().map(Place::name).toList()),
                    "Set berth.keyvault.container.ldap.servers and what belongs to it on all"
                            + " instances");
        }
    }
}
