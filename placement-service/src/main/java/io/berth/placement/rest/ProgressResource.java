package io.berth.placement.rest;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;
import static io.berth.kit.security.Roles.VIEWER;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.berth.contracts.ids.OperationId;
import io.berth.kit.rest.Parameters;
import io.berth.kit.rest.Problem;
import io.berth.kit.rest.ProblemException;
import io.berth.placement.app.OperationSettings;
import io.berth.placement.app.OperationStreams;
import io.berth.placement.store.OperationStore;
import io.berth.placement.store.StoredOperation;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.io.UncheckedIOException;

/** The progress of one operation as a stream of server-sent events, until it is over. */
@Path("/api/v1/operations/{id}/progress")
public class ProgressResource {
    private final OperationStore store;
    private final OperationStreams streams;
    private final OperationSettings settings;
    private final ObjectMapper json;

    @Inject
    public ProgressResource(
            OperationStore store,
            OperationStreams streams,
            OperationSettings settings,
            ObjectMapper json) {
        this.store = store;
        this.streams = streams;
        this.settings = settings;
        this.json = json;
    }

    /**
     * Events {@code progress} with the operation as {@code GET operations/{id}} shows it: first how
     * it is, then each time it has changed, and comments in between so that the connection stays
     * open. A reader that is slow misses what is no longer so.
     */
    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Blocking
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Multi<OutboundSseEvent> progress(String id, @Context Sse sse) {
        OperationId operation = Parameters.required("id", id, OperationId::new);
        if (store.find(operation).isEmpty()) {
            throw new ProblemException(Problem.notFound("operation", id));
        }
        if (streams.followers() >= settings.maxStreams()) {
            throw tooMany();
        }
        return Multi.createFrom()
                .emitter(
                        emitter -> {
                            Stream stream = new Stream(emitter, sse);
                            emitter.onTermination(() -> streams.leave(stream));
                            if (!streams.follow(operation, stream)) {
                                emitter.fail(tooMany());
                            }
                        },
                        BackPressureStrategy.LATEST);
    }

    private ProblemException tooMany() {
        return new ProblemException(
                Problem.of(
                                503,
                                "too-many-streams",
                                "Too many follow operations here",
                                "This instance serves %d streams, as many as it may"
                                        .formatted(settings.maxStreams()))
                        .with("streams", settings.maxStreams())
                        .withHint(
                                "Ask another instance, or GET the operation now and then; the bound"
                                        + " is berth.operations.max-streams"));
    }

    /** One connection. */
    private final class Stream implements OperationStreams.Follower {
        private final MultiEmitter<? super OutboundSseEvent> emitter;
        private final Sse sse;

        Stream(MultiEmitter<? super OutboundSseEvent> emitter, Sse sse) {
            this.emitter = emitter;
            this.sse = sse;
        }

        @Override
        public void changed(StoredOperation operation, long version) {
            try {
                emitter.emit(
                        sse.newEventBuilder()
                                .name("progress")
                                .id(Long.toString(version))
                                .data(
                                        String.class,
                                        json.writeValueAsString(OperationView.of(operation)))
                                .build());
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void alive() {
            emitter.emit(sse.newEventBuilder().comment("still there").build());
        }

        @Override
        public void end() {
            emitter.complete();
        }
    }
}
