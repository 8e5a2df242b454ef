package io.berth.placement.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.contracts.Require;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.monitoring.FencingEvidence;
import io.berth.contracts.placement.AssignmentState;
import io.berth.contracts.placement.RefusedHost;
import io.berth.kit.rest.Problem;
import io.berth.kit.rest.ProblemException;
import io.berth.kit.rest.Requests;
import io.berth.kit.security.Roles;
import io.berth.placement.app.InspectFailures;
import io.berth.placement.app.InspectFailures.Detection;
import io.berth.placement.app.InspectFailures.Forecast;
import io.berth.placement.domain.FailureForecast;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What if hosts died: where their VMs would go, and which would find no host and why. */
@Path("/api/v1/what-if/failures")
@RunOnVirtualThread
public class FailuresResource {
    /** VMs told of where nobody says how many. */
    private static final int DEFAULT_LIMIT = 200;

    /** Most VMs told of: more than a whole cluster holds in practice. */
    private static final int MAX_LIMIT = 10_000;

    private final InspectFailures inspect;

    @Inject
    public FailuresResource(InspectFailures inspect) {
        this.inspect = inspect;
    }

    /**
     * What is asked.
     *
     * @param hosts that die at the same moment
     * @param evidence by which they count as dead; a lease that ran out under a watchdog when
     *     absent
     * @param limit how many VMs of each domain to tell of; those without a host come first
     */
    public record Question(
            @Nullable List<HostId> hosts,
            @Nullable FencingEvidence evidence,
            @Nullable Integer limit) {
        /**
         * @throws IllegalArgumentException when a part is missing or out of range
         */
        public Question {
            hosts =
                    Require.distinct(
                            "hosts", Require.present("hosts", hosts), 4 * ClusterState.MAX_NODES);
            Require.range("hosts", hosts.size(), 1, 4 * ClusterState.MAX_NODES);
            if (limit != null) {
                Require.range("limit", limit, 0, MAX_LIMIT);
            }
        }
    }

    /**
     * The answer.
     *
     * @param evidence by which the hosts would count as dead
     */
    public record FailuresView(FencingEvidence evidence, List<DomainView> domains) {
        /** Takes a copy. */
        public FailuresView {
            domains = List.copyOf(domains);
        }
    }

    /**
     * What would happen in one domain.
     *
     * @param detection whether the death would be acted on without anybody's help
     * @param advice what to do for it, for people
     * @param vms that these hosts hold
     * @param restarted VMs that would be started elsewhere
     * @param unplaceable VMs that no host could take
     * @param waitingForHost VMs that are not highly available and would wait for their host
     * @param waitingForOperator VMs that a person has to start
     * @param fates of so many VMs as were asked for, the ones without a host first
     */
    public record DomainView(
            DomainId domain,
            Set<HostId> failed,
            Detection detection,
            String advice,
            int vms,
            long restarted,
            long unplaceable,
            long waitingForHost,
            long waitingForOperator,
            List<FateView> fates) {
        static DomainView of(InspectFailures.Answer answer, int limit) {
            FailureForecast forecast = answer.forecast();
            return new DomainView(
                    answer.domain(),
                    new TreeSet<>(answer.failed()),
                    answer.detection(),
                    advice(answer),
                    forecast.fates().size(),
                    forecast.count(AssignmentState.PLACED),
                    forecast.count(AssignmentState.UNPLACEABLE),
                    forecast.count(AssignmentState.WAITING_FOR_HOST),
                    forecast.count(AssignmentState.WAITING_FOR_OPERATOR),
                    forecast.fates().stream()
                            .sorted((a, b) -> Boolean.compare(isHoused(a), isHoused(b)))
                            .limit(limit)
                            .map(FateView::of)
                            .toList());
        }

        private static boolean isHoused(FailureForecast.Fate fate) {
            return fate.state() != AssignmentState.UNPLACEABLE;
        }

        private static String advice(InspectFailures.Answer answer) {
            return switch (answer.detection()) {
                case AUTOMATIC ->
                        "%d of %d nodes would be silent: each fails by itself where a watchdog is armed"
                                .formatted(answer.failed().size(), answer.nodes());
                case HELD_MORE_THAN_HALF ->
                        ("%d of %d nodes would be silent together, more than half: the failures are"
                                        + " held until their BMC or an operator confirms that they"
                                        + " are off")
                                .formatted(answer.failed().size(), answer.nodes());
                case SINGLE_NODE ->
                        "the cluster has one node: nothing fails over by itself; confirm that it is"
                                + " off when it is";
                case NO_CLUSTER ->
                        "not in a cluster: VMs are started elsewhere only when the BMC or an"
                                + " operator confirms that the host is off";
            };
        }
    }

    /**
     * What would become of one VM.
     *
     * @param state its assignment right after
     * @param refused for a VM without a host every host with all its reasons
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record FateView(
            VmId vm,
            HostId from,
            boolean highlyAvailable,
            AssignmentState state,
            @Nullable HostId to,
            List<RefusedHost> refused) {
        static FateView of(FailureForecast.Fate fate) {
            return new FateView(
                    fate.vm(),
                    fate.from(),
                    fate.highlyAvailable(),
                    fate.state(),
                    fate.to(),
                    fate.to() == null && fate.explanation() != null
                            ? fate.explanation().refused()
                            : List.of());
        }
    }

    /** What would become of the VMs of these hosts if all of them died now; changes nothing. */
    @POST
    @RolesAllowed({Roles.VIEWER, Roles.OPERATOR, Roles.ADMINISTRATOR, Roles.SERVICE})
    public FailuresView failures(@Nullable Question question) {
        Question asked = Requests.body(question);
        FencingEvidence evidence =
                asked.evidence() == null
                        ? FencingEvidence.LEASE_EXPIRED_UNDER_WATCHDOG
                        : asked.evidence();
        List<HostId> hosts = asked.hosts() == null ? List.of() : asked.hosts();
        int limit = asked.limit() == null ? DEFAULT_LIMIT : asked.limit();
        return switch (inspect.failures(Set.copyOf(hosts), evidence)) {
            case Forecast.Known(List<InspectFailures.Answer> answers) ->
                    new FailuresView(
                            evidence,
                            answers.stream().map(answer -> DomainView.of(answer, limit)).toList());
            case Forecast.UnknownHosts(Set<HostId> unknown) ->
                    throw new ProblemException(
                            Problem.notFound("host", new TreeSet<>(unknown).getFirst().value())
                                    .with("hosts", new TreeSet<>(unknown)));
        };
    }
}
