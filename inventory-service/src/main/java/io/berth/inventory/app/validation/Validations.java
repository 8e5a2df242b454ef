package io.berth.inventory.app.validation;

import io.berth.contracts.Topics;
import io.berth.contracts.facts.HostFacts;
import io.berth.contracts.hosts.HostFactsReported;
import io.berth.contracts.hosts.ReportFacts;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.ValidationRunId;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.inventory.ClusterSupportState;
import io.berth.contracts.inventory.HostState;
import io.berth.inventory.app.Actor;
import io.berth.inventory.app.UnitOfWork;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.InventoryRefusal;
import io.berth.inventory.domain.Located;
import io.berth.inventory.domain.Verdict;
import io.berth.inventory.domain.validation.Catalogue;
import io.berth.inventory.domain.validation.Estate;
import io.berth.inventory.domain.validation.Node;
import io.berth.inventory.domain.validation.ValidationRefusal;
import io.berth.inventory.domain.validation.ValidationReport;
import io.berth.inventory.domain.validation.ValidationRun;
import io.berth.inventory.store.Register;
import io.berth.inventory.store.Register.Hold;
import io.berth.inventory.store.validation.ValidationStore;
import io.berth.kit.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Validation runs from beginning to end. All of a run's state is in the database: any instance
 * takes in facts, and any one ends the run when all are there or its deadline has passed.
 */
@ApplicationScoped
public class Validations {
    private final UnitOfWork unitOfWork;
    private final Register register;
    private final ValidationStore runs;
    private final ClusterStorage storage;
    private final Support support;
    private final Outbox outbox;
    private final Actor actor;
    private final ValidationConfig config;
    private final ValidationMetrics metrics;

    Validations(
            UnitOfWork unitOfWork,
            Register register,
            ValidationStore runs,
            ClusterStorage storage,
            Support support,
            Outbox outbox,
            Actor actor,
            ValidationConfig config,
            ValidationMetrics metrics) {
        this.unitOfWork = unitOfWork;
        this.register = register;
        this.runs = runs;
        this.storage = storage;
        this.support = support;
        this.outbox = outbox;
        this.actor = actor;
        this.config = config;
        this.metrics = metrics;
    }

    /**
     * Asks all nodes of a cluster for their facts.
     *
     * @param tests the ids of those to make; empty for all
     * @param within how long the nodes have; null for what is configured
     */
    public Verdict<ValidationRun> start(
            ClusterId id, List<String> tests, @Nullable Duration within) {
        return unitOfWork.run(() -> {
            ClusterState cluster =
                    register.hold(ClusterState.class, id.value(), Hold.SHARED).orElse(null);
            if (cluster == null) {
                return Verdict.refused(
                        new InventoryRefusal.NotFound(EntityKind.CLUSTER, id.value()));
            }
            List<Located> refusals = new ArrayList<>();
            for (int i = 0; i < tests.size(); i++) {
                if (Catalogue.test(tests.get(i)).isEmpty()) {
                    refusals.add(
                            new Located(
                                    "/tests/" + i,
                                    new ValidationRefusal.UnknownTest(tests.get(i))));
                }
            }
            long waiting = runs.countWaitingAlone();
            runs.waiting(id)
                    .ifPresent(run -> {
                        metrics.refused("running");
                        refusals.add(new Located("", new ValidationRefusal.Running(id, run)));
                    });
            if (refusals.isEmpty() && waiting >= config.maxRunning()) {
                metrics.refused("too_many");
                refusals.add(
                        new Located(
                                "", new ValidationRefusal.TooMany(waiting, config.maxRunning())));
            }
            return refusals.isEmpty()
                    ? new Verdict.Accepted<>(
                            ask(
                                    cluster,
                                    new LinkedHashSet<>(tests),
                                    within == null ? config.answerWithin() : within))
                    : new Verdict.Refused<>(refusals);
        });
    }

    private ValidationRun ask(ClusterState cluster, Set<String> tests, Duration within) {
        ValidationRunId run =
                runs.insert(
                        cluster.cluster(),
                        actor.current(),
                        within,
                        tests,
                        support.fingerprint(cluster));
        int number = 0;
        for (HostId node : cluster.nodes()) {
            CommandId command = new CommandId("facts-" + run + "-" + ++number);
            runs.asked(run, node, command);
            outbox.put(Topics.HOST_COMMANDS, new ReportFacts(node, command, run));
        }
        runs.prune(
                cluster.cluster(),
                register.find(ClusterSupportState.class, cluster.cluster().value())
                        .map(ClusterSupportState::run)
                        .orElse(null));
        return runs.find(run).orElseThrow();
    }

    /** A host has reported facts; those that no run waits for are let pass. In a transaction. */
    public void reported(HostFactsReported report) {
        runs.answered(report.host(), report.command(), report.facts());
    }

    /**
     * Ends one run whose facts are all there or whose deadline has passed.
     *
     * @return whether there was one
     */
    boolean endOne() {
        Optional<Runnable> ended =
                unitOfWork.run(() ->
                        runs.holdDue().map(run -> actor.onBehalfOf(run.askedBy(), () -> end(run))));
        ended.ifPresent(Runnable::run);
        return ended.isPresent();
    }

    /**
     * Ends a run.
     *
     * @return what to count once that is committed
     */
    private Runnable end(ValidationRun run) {
        Optional<ClusterState> cluster = register.find(ClusterState.class, run.cluster().value());
        if (cluster.isEmpty()) {
            runs.cancel(run.id());
            return metrics::cancelled;
        }
        ValidationReport report = ValidationReport.of(estate(cluster.get(), run), run.tests());
        Instant at = runs.end(run.id(), report);
        support.judged(run, report, at);
        return () -> metrics.ended(run, report, at);
    }

    /** Tells the metrics how many runs wait. */
    void count() {
        metrics.waiting(unitOfWork.run(runs::countWaiting));
    }

    private Estate estate(ClusterState cluster, ValidationRun run) {
        Map<HostId, HostFacts> facts = runs.facts(run.id());
        Map<String, HostState> hosts =
                register.find(
                        HostState.class, cluster.nodes().stream().map(HostId::value).toList());
        List<Node> nodes = new ArrayList<>();
        for (HostId node : cluster.nodes()) {
            HostState state = hosts.get(node.value());
            if (state != null) {
                nodes.add(new Node(state, facts.get(node)));
            }
        }
        return new Estate(
                cluster,
                nodes,
                storage.volumes(cluster.cluster()),
                storage.reservations(cluster.cluster()),
                run.within());
    }

    /** The run of this id. */
    @Transactional
    public Optional<ValidationRun> run(ValidationRunId id) {
        return runs.find(id);
    }

    /** The report of a run that has ended. */
    @Transactional
    public Optional<ValidationReport> report(ValidationRunId id) {
        return runs.report(id);
    }

    /** What a host reported to a run, as JSON. */
    @Transactional
    public Optional<String> facts(ValidationRunId id, String host) {
        return runs.factsAsJson(id, host);
    }

    /** At most {@code limit} runs of a cluster before {@code before}, the newest first. */
    @Transactional
    public List<ValidationRun> page(ClusterId cluster, long before, int limit) {
        return runs.page(cluster, before, limit);
    }
}
