package io.berth.monitoring.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.contracts.guests.KvpFlag;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.kit.rest.Problem;
import io.berth.kit.rest.ProblemException;
import io.berth.kit.security.Roles;
import io.berth.monitoring.app.ForgetGuests;
import io.berth.monitoring.domain.guest.GuestBook;
import io.berth.monitoring.domain.kvp.GuestPairs;
import io.berth.monitoring.domain.kvp.KvpPool;
import io.berth.monitoring.domain.kvp.KvpText;
import io.berth.monitoring.domain.kvp.KvpValue;
import io.berth.monitoring.domain.kvp.ServicesRule;
import io.berth.monitoring.store.KvpStore;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** What the guest of a virtual machine publishes. */
@Path("/api/v1/vms/{id}/kvp")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class VmKvpResource {
    /** Changes shown, over all keys. */
    private static final int MAX_HISTORY = 500;

    private final KvpStore store;
    private final GuestBook book;
    private final ForgetGuests forgetGuests;

    @Inject
    public VmKvpResource(KvpStore store, GuestBook book, ForgetGuests forgetGuests) {
        this.store = store;
        this.book = book;
        this.forgetGuests = forgetGuests;
    }

    /**
     * A pair, as it is shown: odd characters and backslashes escaped as in Java.
     *
     * @param flags what is odd about it; absent when nothing is
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record PairView(
            KvpPool pool, String key, String value, Set<KvpFlag> flags, Instant changedAt) {
        static PairView of(KvpValue value) {
            return new PairView(
                    KvpPool.of(value.pool()),
                    KvpText.visible(value.key()),
                    KvpText.visible(value.value()),
                    value.flags(),
                    value.changedAt());
        }
    }

    /**
     * The pairs of a machine.
     *
     * @param collected whether pairs of this machine are taken at present
     * @param refused how many were not kept because the machine has too many keys
     * @param services whether its integration services are new enough; absent where no rule says
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PairsView(
            VmId vm,
            HostId host,
            Instant reportedAt,
            boolean collected,
            long refused,
            @Nullable ServicesView services,
            List<PairView> values,
            List<PairView> history) {}

    /**
     * What the guest rules say of the integration services.
     *
     * @param installed as the guest says, escaped
     * @param advice what to do; absent when they are new enough
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ServicesView(
            String guest,
            String installed,
            String needed,
            boolean outdated,
            @Nullable String advice) {
        static @Nullable ServicesView of(ServicesRule.@Nullable Finding finding) {
            return finding == null
                    ? null
                    : new ServicesView(
                            finding.guest(),
                            finding.installed(),
                            finding.needed(),
                            finding.outdated(),
                            finding.outdated() ? VmKvpResource.advice(finding) : null);
        }
    }

    static String advice(ServicesRule.Finding finding) {
        return "%s needs integration components %s and has %s. Install %s or later in the guest."
                .formatted(
                        finding.guest(), finding.needed(), finding.installed(), finding.needed());
    }

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
                book.takesPairs(vm),
                pairs.refused(),
                ServicesView.of(pairs.services()),
                pairs.values().stream().map(PairView::of).toList(),
                store.history(vm, MAX_HISTORY).stream().map(PairView::of).toList());
    }

    @DELETE
    @RolesAllowed(Roles.OPERATOR)
    @Operation(
            summary = "Forget the pairs of a machine and their history",
            description =
                    "For a guest that published rubbish and has been mended. What it still"
                            + " publishes is taken up again.")
    public void forget(@PathParam("id") String id) {
        VmId vm = Paths.vm(id);
        if (store.pairs(vm).isEmpty()) {
            throw new ProblemException(Problem.notFound("pairs of machine", id));
        }
        forgetGuests.forget(vm);
    }
}
