package io.berth.inventory.rest.estate;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;
import static io.berth.kit.security.Roles.VIEWER;

import io.berth.contracts.ids.Identifiers;
import io.berth.contracts.ids.Principal;
import io.berth.inventory.app.estate.LookingBack;
import io.berth.inventory.domain.Change;
import io.berth.inventory.domain.estate.Difference;
import io.berth.inventory.domain.estate.PastChange;
import io.berth.inventory.store.estate.HistoryStore;
import io.berth.kit.rest.Page;
import io.berth.kit.rest.PageRequest;
import io.berth.kit.rest.Parameters;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The history of changes over HTTP: who changed what, when, and from what to what. */
@Path("/api/v1/history")
@RunOnVirtualThread
public class HistoryResource {
    private final LookingBack lookingBack;

    HistoryResource(LookingBack lookingBack) {
        this.lookingBack = lookingBack;
    }

    /**
     * A change as it is shown.
     *
     * @param differences to the state before; empty when there was none, or when it is forgotten
     */
    record ChangeView(
            long number,
            String kind,
            String id,
            long revision,
            Change.Operation operation,
            Instant at,
            String by,
            List<Difference> differences) {
        static ChangeView of(PastChange past) {
            Change change = past.change();
            return new ChangeView(
                    change.number(),
                    change.kind().label(),
                    change.id(),
                    change.revision().value(),
                    change.operation(),
                    change.at(),
                    change.by().value(),
                    past.differences());
        }
    }

    /**
     * Changes, the newest first.
     *
     * @param after made at this time or later
     */
    @GET
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Page<ChangeView> list(
            @QueryParam("kind") @Nullable String kind,
            @QueryParam("id") @Nullable String id,
            @QueryParam("by") @Nullable String by,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        HistoryStore.Wanted wanted =
                new HistoryStore.Wanted(
                        SearchResource.kind(kind),
                        Parameters.optional("id", id, HistoryResource::identifier),
                        Parameters.optional("by", by, text -> new Principal(text).value()),
                        Parameters.optional("after", after, HistoryResource::instant));
        return Page.of(
                page,
                lookingBack.history(wanted, page.afterNumber(Long.MAX_VALUE), page.fetch()).stream()
                        .map(ChangeView::of)
                        .toList(),
                change -> Long.toString(change.number()));
    }

    private static String identifier(String text) {
        Identifiers.check("id", text);
        return text;
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no time such as 2026-03-01T12:00:00Z", e);
        }
    }
}
