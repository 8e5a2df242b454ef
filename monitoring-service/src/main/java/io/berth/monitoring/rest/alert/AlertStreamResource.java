package io.berth.monitoring.rest.alert;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;
import static io.berth.kit.security.Roles.VIEWER;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.berth.kit.rest.Parameters;
import io.berth.kit.rest.Problem;
import io.berth.kit.rest.ProblemException;
import io.berth.monitoring.app.alert.AlertSettings;
import io.berth.monitoring.app.alert.AlertStreams;
import io.berth.monitoring.store.alert.StoredAlert;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Alerts as a stream of server-sent events. */
@Path("/api/v1/alerts/stream")
public class AlertStreamResource {
    private final AlertStreams streams;
    private final AlertViews views;
    private final AlertSettings settings;
    private final ObjectMapper json;

    @Inject
    public AlertStreamResource(
            AlertStreams streams, AlertViews views, AlertSettings settings, ObjectMapper json) {
        this.streams = streams;
        this.views = views;
        this.settings = settings;
        this.json = json;
    }

    /**
     * Events {@code alert} with the alert as {@code GET alerts/{fingerprint}} shows it: first those
     * that are open, then each time one has changed, with comments in between so that the
     * connection stays open. The id of an event is the number of the change; sent back in {@code
     * Last-Event-ID}, the stream goes on after it.
     */
    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Blocking
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Multi<OutboundSseEvent> stream(
            @HeaderParam(HttpHeaders.LAST_EVENT_ID_HEADER) @Nullable String last,
            @Context Sse sse) {
        Long after = Parameters.optional("Last-Event-ID", last, AlertStreamResource::number);
        if (streams.followers() >= settings.maxStreams()) {
            throw tooMany();
        }
        return Multi.createFrom()
                .emitter(
                        emitter -> {
                            Stream stream = new Stream(emitter, sse);
                            emitter.onTermination(() -> streams.leave(stream));
                            if (!streams.follow(stream, after)) {
                                emitter.fail(tooMany());
                            }
                        },
                        BackPressureStrategy.BUFFER);
    }

    private static Long number(String text) {
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(text + " is not the id of an event", e);
        }
    }

    private ProblemException tooMany() {
        return new ProblemException(
                Problem.of(
                                503,
                                "too-many-streams",
                                "Too many follow alerts here",
                                "This instance serves %d streams, as many as it may"
                                        .formatted(settings.maxStreams()))
                        .with("streams", settings.maxStreams())
                        .withHint(
                                "Ask another instance, or GET the alerts now and then; the bound is"
                                        + " berth.alerts.max-streams"));
    }

    /** One connection. What waits in it is at most what one look gives. */
    private final class Stream implements AlertStreams.Follower {
        private final MultiEmitter<? super OutboundSseEvent> emitter;
        private final Sse sse;

        Stream(MultiEmitter<? super OutboundSseEvent> emitter, Sse sse) {
            this.emitter = emitter;
            this.sse = sse;
        }

        @Override
        public boolean ready() {
            return emitter.requested() > 0;
        }

        @Override
        public void changed(List<StoredAlert> alerts) {
            views.of(alerts).forEach(this::emit);
        }

        private void emit(AlertView view) {
            try {
                emitter.emit(
                        sse.newEventBuilder()
                                .name("alert")
                                .id(Long.toString(view.revision()))
                                .data(String.class, json.writeValueAsString(view))
                                .build());
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void alive() {
            emitter.emit(sse.newEventBuilder().comment("still there").build());
        }
    }
}
