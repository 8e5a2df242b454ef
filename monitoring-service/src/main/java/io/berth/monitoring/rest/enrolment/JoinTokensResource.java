package io.berth.monitoring.rest.enrolment;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.contracts.ids.CertificateSerial;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Principal;
import io.berth.kit.rest.Page;
import io.berth.kit.rest.PageRequest;
import io.berth.kit.security.Roles;
import io.berth.monitoring.store.enrolment.JoinTokenStore;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.InstantSource;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Join tokens of all hosts: who made them, and what became of them. */
@Path("/api/v1/join-tokens")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class JoinTokensResource {
    private final JoinTokenStore store;
    private final InstantSource clock;

    @Inject
    public JoinTokensResource(JoinTokenStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** A token, as it is listed: without itself. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ListedToken(
            HostId host,
            State state,
            Principal by,
            Instant madeAt,
            Instant expires,
            @Nullable Instant usedAt,
            @Nullable CertificateSerial serial) {
        /** How it stands. */
        public enum State {
            /** It may be used. */
            OPEN,
            /** A certificate was made by it. */
            USED,
            /** Its time was over before anybody used it. */
            EXPIRED
        }

        static ListedToken of(JoinTokenStore.Kept kept, Instant now) {
            State state =
                    kept.usedAt() != null
                            ? State.USED
                            : now.isAfter(kept.expires()) ? State.EXPIRED : State.OPEN;
            return new ListedToken(
                    kept.host(),
                    state,
                    kept.by(),
                    kept.madeAt(),
                    kept.expires(),
                    kept.usedAt(),
                    kept.serial());
        }
    }

    @GET
    @RolesAllowed(Roles.ADMINISTRATOR)
    @Operation(summary = "List join tokens by host, without themselves")
    public Page<ListedToken> list(
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        Instant now = clock.instant();
        return Page.of(page, store.list(page.afterId(), page.fetch()), kept -> kept.host().value())
                .map(kept -> ListedToken.of(kept, now));
    }
}
