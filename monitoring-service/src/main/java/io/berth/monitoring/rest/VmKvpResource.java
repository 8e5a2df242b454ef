package io.berth.monitoring.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.kit.rest.Problem;
import io.berth.kit.rest.ProblemException;
import io.berth.kit.security.Roles;
import io.berth.monitoring.domain.GuestPairs;
import io.berth.monitoring.domain.KvpFlag;
import io.berth.monitoring.domain.KvpText;
import io.berth.monitoring.domain.KvpValue;
import io.berth.monitoring.store.KvpStore;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What the guest of a virtual machine publishes. */
@Path("/api/v1/vms/{id}/kvp")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class VmKvpResource {
    /** Changes shown, over all keys. */
    private static final int MAX_HISTORY = 500;

    private final KvpStore store;

    @Inject
    public VmKvpResource(KvpStore store) {
        this.store = store;
    }

    /**
     * A pair, as it is shown: odd characters and backslashes escaped as in Java.
     *
     * @param flags what is odd about it; absent when nothing is
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record PairView(
            int pool, String key, String value, Set<KvpFlag> flags, Instant changedAt) {
        static PairView of(KvpValue value) {
            return new PairView(
                    value.pool(),
                    KvpText.visible(value.key()),
                    KvpText.visible(value.value()),
                    value.flags(),
                    value.changedAt());
        }
    }

    /**
     * The pairs of a machine.
     *
     * @param refused how many were not kept because the machine has too many keys
     */
    public record PairsView(
            VmId vm,
            HostId host,
            Instant reportedAt,
            long refused,
            List<PairView> values,
            List<PairView> history) {}

    @GET
    @RolesAllowed({Roles.VIEWER, Roles.OPERATOR, Roles.ADMINISTRATOR, Roles.SERVICE})
    @Operation(summary = "Show the newest pairs and what changed, newest first")
    public PairsView show(@PathParam("id") String id) {
        VmId vm = Paths.vm(id);
        GuestPairs pairs =
                store.pairs(vm)
                        .orElseThrow(() ->
                                new ProblemException(Problem.notFound("pairs of machine", id)));
        return new PairsView(
                vm,
                pairs.host(),
                pairs.reportedAt(),
                pairs.refused(),
                pairs.values().stream().map(PairView::of).toList(),
                store.history(vm, MAX_HISTORY).stream().map(PairView::of).toList());
    }
}
