package io.berth.inventory.app.validation;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.inventory.ClusterSupportState;
import io.berth.contracts.inventory.ClusterSupportState.Answer;
import io.berth.contracts.inventory.HostState;
import io.berth.inventory.app.Announcements;
import io.berth.inventory.app.UnitOfWork;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.validation.Fingerprint;
import io.berth.inventory.domain.validation.ValidationReport;
import io.berth.inventory.domain.validation.ValidationReport.Judgement;
import io.berth.inventory.domain.validation.ValidationRun;
import io.berth.inventory.store.Register;
import io.berth.inventory.store.Register.Hold;
import io.berth.inventory.store.validation.ValidationStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether clusters are supported: the answer of the newest run that gave one, for as long as what
 * it validated has not changed. Withdrawn once, it stays withdrawn until a new run, even when the
 * change is taken back: what happened in between was not validated.
 */
@ApplicationScoped
public class Support {
    private final UnitOfWork unitOfWork;
    private final Register register;
    private final ValidationStore runs;
    private final ClusterStorage storage;
    private final Announcements announcements;

    Support(
            UnitOfWork unitOfWork,
            Register register,
            ValidationStore runs,
            ClusterStorage storage,
            Announcements announcements) {
        this.unitOfWork = unitOfWork;
        this.register = register;
        this.runs = runs;
        this.storage = storage;
        this.announcements = announcements;
    }

    /** What a cluster is made of now, as far as an answer rests on it. */
    Fingerprint fingerprint(ClusterState cluster) {
        Map<String, HostState> hosts =
                register.find(
                        HostState.class, cluster.nodes().stream().map(HostId::value).toList());
        return Fingerprint.of(
                cluster,
                List.copyOf(hosts.values()),
                storage.volumes(cluster.cluster()),
                storage.reservations(cluster.cluster()));
    }

    /** A run has ended: its judgement becomes the answer if it gives one. */
    void judged(ValidationRun run, ValidationReport report, Instant at) {
        if (report.judgement() == Judgement.PARTIAL) {
            return;
        }
        String id = run.cluster().value();
        long revision =
                register.hold(ClusterSupportState.class, id, Hold.EXCLUSIVE)
                        .map(known -> known.revision() + 1)
                        .orElseGet(() ->
                                register.firstRevision(EntityKind.CLUSTER_SUPPORT, id).value());
        announcements.changed(
                new ClusterSupportState(
                        run.cluster(),
                        report.judgement() == Judgement.SUPPORTED
                                ? Answer.SUPPORTED
                                : Answer.NOT_SUPPORTED,
                        run.id(),
                        at,
                        report.reasons().size(),
                        revision));
    }

    /**
     * Compares what was validated with what is there now, withdraws the answer where they differ,
     * and says what holds. Absent when the cluster was never validated, or is no more.
     */
    public Optional<ClusterSupportState> recheck(ClusterId id) {
        return unitOfWork.run(() -> {
            Optional<ClusterSupportState> known =
                    register.hold(ClusterSupportState.class, id.value(), Hold.EXCLUSIVE);
            if (known.isEmpty()) {
                return known;
            }
            ClusterSupportState support = known.get();
            Optional<ClusterState> cluster = register.find(ClusterState.class, id.value());
            if (cluster.isEmpty()) {
                announcements.removed(support);
                return Optional.empty();
            }
            if (support.answer() == Answer.STALE) {
                return known;
            }
            List<Fingerprint.Change> changes =
                    runs.fingerprint(support.run())
                            .map(validated -> validated.changes(fingerprint(cluster.get())))
                            .orElse(List.of());
            return changes.isEmpty() ? known : Optional.of(withdraw(support, changes));
        });
    }

    private ClusterSupportState withdraw(
            ClusterSupportState support, List<Fingerprint.Change> changes) {
        ClusterSupportState stale =
                new ClusterSupportState(
                        support.cluster(),
                        Answer.STALE,
                        support.run(),
                        support.validatedAt(),
                        changes.size(),
                        support.revision() + 1);
        runs.withdraw(support.run(), changes);
        announcements.changed(stale);
        return stale;
    }
}
