package io.berth.placement.rest;

import io.berth.contracts.hosts.HostCommand;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.placement.InputOffset;
import io.berth.contracts.placement.PlacementDecision;
import io.berth.kit.rest.Parameters;
import io.berth.kit.rest.Problem;
import io.berth.kit.rest.ProblemException;
import io.berth.kit.security.Roles;
import io.berth.placement.app.ReplayDecision;
import io.berth.placement.domain.ledger.HostRow;
import io.berth.placement.domain.operation.OperationRow;
import io.berth.placement.domain.state.Outcome;
import io.berth.placement.domain.vm.VmRow;
import io.berth.placement.store.DecisionJournal;
import io.berth.placement.store.JournalEntry;
import io.berth.placement.store.Origin;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Decisions of the last days, and what comes out when they are made again. */
@Path("/api/v1/decisions")
@RunOnVirtualThread
public class DecisionsResource {
    private final DecisionJournal journal;
    private final ReplayDecision replay;

    @Inject
    public DecisionsResource(DecisionJournal journal, ReplayDecision replay) {
        this.journal = journal;
        this.replay = replay;
    }

    /**
     * What a decision was made from.
     *
     * @param from the record of an input topic as {@code topic-partition@offset}, or {@code
     *     deadlines of …}, or {@code hosts described anew}
     * @param policy the version of the rules
     * @param digest SHA-256 of all that came out
     */
    public record DecisionView(
            long id,
            DomainId domain,
            Instant madeAt,
            String from,
            String policy,
            long seed,
            List<InputOffset> inputs,
            String digest) {
        /** Takes a copy. */
        public DecisionView {
            inputs = List.copyOf(inputs);
        }

        static DecisionView of(long id, JournalEntry entry) {
            return new DecisionView(
                    id,
                    entry.domain(),
                    entry.moment().now(),
                    text(entry.origin()),
                    entry.policy().version(),
                    entry.moment().seed(),
                    entry.moment().inputs(),
                    entry.digest());
        }
    }

    /**
     * What came out when it was made again.
     *
     * @param identical whether all of it is the same as then, bit for bit
     * @param told what would be written to {@code placement.decisions}
     * @param ordered what would be written to {@code hosts.commands}
     * @param vms rows of VMs as they would be afterwards
     * @param hosts rows of hosts as they would be afterwards
     * @param operations rows of operations as they would be afterwards
     */
    public record ReplayView(
            DecisionView decision,
            boolean identical,
            String digest,
            List<PlacementDecision> told,
            List<HostCommand> ordered,
            List<VmRow> vms,
            List<HostRow> hosts,
            List<OperationRow> operations) {
        /** Takes copies. */
        public ReplayView {
            told = List.copyOf(told);
            ordered = List.copyOf(ordered);
            vms = List.copyOf(vms);
            hosts = List.copyOf(hosts);
            operations = List.copyOf(operations);
        }

        static ReplayView of(long id, ReplayDecision.Answer.Replayed replayed) {
            List<PlacementDecision> told = new ArrayList<>();
            List<HostCommand> ordered = new ArrayList<>();
            List<VmRow> vms = new ArrayList<>();
            List<HostRow> hosts = new ArrayList<>();
            List<OperationRow> operations = new ArrayList<>();
            for (Outcome outcome : replayed.decision().outcomes()) {
                switch (outcome) {
                    case Outcome.Announced(var event) -> told.add(event);
                    case Outcome.Commanded(var command) -> ordered.add(command);
                    case Outcome.VmChanged(var row) -> vms.add(row);
                    case Outcome.VmLeft(var row, _, _) -> vms.add(row);
                    case Outcome.HostChanged(var row) -> hosts.add(row);
                    case Outcome.OperationChanged(var row) -> operations.add(row);
                    case Outcome.HostsRedescribed _ -> {
                        // An input, not an answer.
                    }
                }
            }
            return new ReplayView(
                    DecisionView.of(id, replayed.entry()),
                    replayed.identical(),
                    replayed.digest(),
                    told,
                    ordered,
                    vms,
                    hosts,
                    operations);
        }
    }

    /** One decision. */
    @GET
    @Path("{id}")
    @RolesAllowed({Roles.VIEWER, Roles.OPERATOR, Roles.ADMINISTRATOR, Roles.SERVICE})
    public DecisionView get(String id) {
        long number = number(id);
        return journal.find(number)
                .map(entry -> DecisionView.of(number, entry))
                .orElseThrow(() -> notFound(id));
    }

    /** Makes it again from the same inputs; changes nothing. */
    @POST
    @Path("{id}/replay")
    @RolesAllowed({Roles.OPERATOR, Roles.ADMINISTRATOR})
    public ReplayView replay(String id) {
        long number = number(id);
        return switch (replay.replay(number)) {
            case ReplayDecision.Answer.Replayed replayed -> ReplayView.of(number, replayed);
            case ReplayDecision.Answer.NoSuchDecision() -> throw notFound(id);
            case ReplayDecision.Answer.InputGone(var entry, var origin) ->
                    throw new ProblemException(
                            Problem.of(
                                            410,
                                            "input-gone",
                                            "The input is gone",
                                            "Decision %s was made from %s, which is no longer kept"
                                                    .formatted(id, text(origin)))
                                    .withHint(
                                            "Input topics keep seven days by default; see the"
                                                    + " operator's guide"));
        };
    }

    static String text(Origin origin) {
        return switch (origin) {
            case Origin.FromRecord(String topic, int partition, long offset) ->
                    "%s-%d@%d".formatted(topic, partition, offset);
            case Origin.FromDeadlines(var vms) ->
                    "deadlines of "
                            + String.join(", ", vms.stream().map(Object::toString).toList());
            case Origin.FromDescriptions() -> "hosts described anew";
            case Origin.FromPatchTurn(var cluster, var stopped) ->
                    "a turn of patch operations of cluster " + cluster.cluster();
        };
    }

    private static long number(String id) {
        return Parameters.required("id", id, Long::parseLong);
    }

    private static ProblemException notFound(String id) {
        return new ProblemException(
                Problem.notFound("decision", id)
                        .withHint(
                                "GET /api/v1/vms/{id} names the newest decisions about a VM; they"
                                        + " are kept for berth.placement.journal-kept"));
    }
}
