package io.berth.inventory.rest;

import io.berth.inventory.domain.Revision;
import io.berth.kit.rest.EntityTags;
import jakarta.ws.rs.core.Response;
import java.net.URI;

/** Answers that carry the revision as entity tag. */
public final class Answers {
    private Answers() {}

    /** 200 with the state. */
    public static Response ok(Revision revision, Object view) {
        return Response.ok(view).tag(EntityTags.of(revision.value())).build();
    }

    /** 201 with the state and where it can be read again. */
    public static Response created(String path, Revision revision, Object view) {
        return Response.created(URI.create(path))
                .tag(EntityTags.of(revision.value()))
                .entity(view)
                .build();
    }

    /** 202 with the state: another service will act on it. */
    public static Response accepted(Revision revision, Object view) {
        return Response.accepted(view).tag(EntityTags.of(revision.value())).build();
    }
}
