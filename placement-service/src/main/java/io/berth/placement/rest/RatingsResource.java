package io.berth.placement.rest;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.HostHardware;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.inventory.Processor;
import io.berth.contracts.inventory.VmSpec;
import io.berth.kit.rest.Problem;
import io.berth.kit.rest.ProblemException;
import io.berth.kit.security.Roles;
import io.berth.placement.app.InspectDomain;
import io.berth.placement.domain.place.Question;
import io.berth.placement.domain.policy.SoftRule;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What if: how every host would be rated for a VM, without placing it. */
@Path("/api/v1/ratings")
@RunOnVirtualThread
public class RatingsResource {
    /** A VM that does not exist yet. */
    private static final VmId HYPOTHETICAL = new VmId("what-if");

    /** Hosts told of either kind where nobody says how many: a cluster whole. */
    private static final int DEFAULT_LIMIT = 64;

    private final InspectDomain inspect;

    @Inject
    public RatingsResource(InspectDomain inspect) {
        this.inspect = inspect;
    }

    /**
     * What is asked.
     *
     * @param domain where; absent for the whole fleet
     * @param spec how large the VM is, and what else it asks for
     * @param vm which VM, so that it does not stand in its own way; absent for one that does not
     *     exist
     * @param waive soft rules that an administrator would set aside; absent for none
     * @param movingFrom the host that it runs on and would leave without being stopped; absent for
     *     a start
     * @param offset candidates, and refused hosts, to leave out before the first; absent for none
     * @param limit how many of each to tell at most; absent for 64
     */
    public record Asked(
            @Nullable DomainId domain,
            @NotNull VmSpec spec,
            @Nullable VmId vm,
            @Nullable Set<SoftRule> waive,
            @Nullable HostId movingFrom,
            @Min(0) @Max(1_000_000) @Nullable Integer offset,
            @Min(1) @Max(10_000) @Nullable Integer limit) {
        /** Takes a copy. */
        public Asked {
            waive = waive == null ? Set.of() : Set.copyOf(waive);
        }
    }

    /**
     * Candidates with stars, best first, for every other host all reasons against it and the
     * smallest change that would admit the VM, and of all these changes the cheapest.
     */
    @POST
    @RolesAllowed({Roles.VIEWER, Roles.OPERATOR, Roles.ADMINISTRATOR, Roles.SERVICE})
    public RatingsView rate(@NotNull @Valid Asked asked) {
        DomainId domain = asked.domain();
        List<DomainId> domains = domain == null ? inspect.domains() : List.of(domain);
        InspectDomain.Answer answer =
                inspect.appraise(domains, question(asked))
                        .orElseThrow(() ->
                                new ProblemException(
                                        Problem.notFound(
                                                "domain",
                                                domain == null ? "any" : domain.value())));
        Integer offset = asked.offset();
        Integer limit = asked.limit();
        return RatingsView.of(
                answer.policy(),
                answer.appraisal(),
                answer.inputs(),
                offset == null ? 0 : offset,
                limit == null ? DEFAULT_LIMIT : limit);
    }

    private Question question(Asked asked) {
        VmId vm = asked.vm();
        HostId from = asked.movingFrom();
        Set<SoftRule> waived = asked.waive();
        return new Question(
                vm == null ? HYPOTHETICAL : vm,
                asked.spec(),
                waived == null ? Set.of() : waived,
                from == null ? null : processorOf(from),
                from);
    }

    private @Nullable Processor processorOf(HostId from) {
        Optional<HostState> host = inspect.specification(from);
        if (host.isEmpty()) {
            throw new ProblemException(Problem.notFound("host", from.value()));
        }
        HostHardware hardware = host.get().hardware();
        return hardware == null ? null : hardware.processor();
    }
}
