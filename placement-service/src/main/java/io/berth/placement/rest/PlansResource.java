package io.berth.placement.rest;

import io.berth.contracts.Require;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.inventory.VmSpec;
import io.berth.kit.rest.Problem;
import io.berth.kit.rest.ProblemException;
import io.berth.kit.rest.Requests;
import io.berth.kit.security.Roles;
import io.berth.placement.app.InspectDomain;
import io.berth.placement.domain.place.BatchPlan;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What if many VMs came at once: where they would go, and how many more fit. */
@Path("/api/v1/plans")
@RunOnVirtualThread
public class PlansResource {
    private final InspectDomain inspect;

    @Inject
    public PlansResource(InspectDomain inspect) {
        this.inspect = inspect;
    }

    /**
     * VMs of one size.
     *
     * @param count one when absent
     */
    public record Wanted(VmSpec spec, @Nullable Integer count) {
        /**
         * @throws IllegalArgumentException when the spec is missing or the count out of range
         */
        public Wanted {
            Require.present("vms[].spec", spec);
            if (count != null) {
                Require.range("vms[].count", count, 1, BatchPlan.MAX_VMS);
            }
        }

        int vms() {
            return count == null ? 1 : count;
        }
    }

    /**
     * What is asked.
     *
     * @param domain where; absent for the whole fleet, domain by domain in order of id
     * @param vms the VMs that come; absent for none
     * @param moreLike how many VMs of this size fit beside those; absent when that is not asked
     * @param atMost where that count ends; 1,000 when absent
     */
    public record Asked(
            @Nullable DomainId domain,
            @Nullable List<Wanted> vms,
            @Nullable VmSpec moreLike,
            @Nullable Integer atMost) {
        private static final int USUAL_COUNT = 1000;

        /**
         * @throws IllegalArgumentException when a part is out of range, or nothing is asked
         */
        public Asked {
            vms = vms == null ? List.of() : Require.list("vms", vms, BatchPlan.MAX_GROUPS - 1);
            if (atMost != null) {
                Require.range("atMost", atMost, 1, BatchPlan.MAX_VMS);
            }
            Require.range(
                    "vms and moreLike",
                    vms.size() + (moreLike == null ? 0 : 1),
                    1,
                    BatchPlan.MAX_GROUPS);
            Require.range("vms", vms.stream().mapToLong(Wanted::vms).sum(), 0, BatchPlan.MAX_VMS);
        }

        List<BatchPlan.Wish> wishes() {
            List<Wanted> all = vms == null ? List.of() : vms;
            return all.stream().map(one -> new BatchPlan.Wish(one.spec(), one.vms())).toList();
        }

        BatchPlan.@Nullable Wish more() {
            return moreLike == null
                    ? null
                    : new BatchPlan.Wish(moreLike, atMost == null ? USUAL_COUNT : atMost);
        }
    }

    /** Where the VMs would go; changes nothing, and the owner may decide otherwise. */
    @POST
    @RolesAllowed({Roles.VIEWER, Roles.OPERATOR, Roles.ADMINISTRATOR, Roles.SERVICE})
    public PlanView plan(@Nullable Asked body) {
        Asked asked = Requests.body(body);
        DomainId domain = asked.domain();
        List<DomainId> domains =
                domain == null ? inspect.domains().stream().sorted().toList() : List.of(domain);
        return inspect.plan(domains, asked.wishes(), asked.more())
                .map(PlanView::of)
                .orElseThrow(() ->
                        new ProblemException(
                                Problem.notFound(
                                        "domain", domain == null ? "any" : domain.value())));
    }
}
