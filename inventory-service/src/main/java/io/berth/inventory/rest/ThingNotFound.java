package io.berth.inventory.rest;

import io.berth.inventory.domain.EntityKind;
import io.berth.kit.rest.Problem;
import io.berth.kit.rest.ProblemException;

/** 404 for something of a kind; {@link RemovedThings} says when and by whom it was removed. */
final class ThingNotFound extends ProblemException {
    private static final long serialVersionUID = 1L;

    private final EntityKind kind;
    private final String id;

    ThingNotFound(Problem problem, EntityKind kind, String id) {
        super(problem);
        this.kind = kind;
        this.id = id;
    }

    EntityKind kind() {
        return kind;
    }

    String id() {
        return id;
    }
}
