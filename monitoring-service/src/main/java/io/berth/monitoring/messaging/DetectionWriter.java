package io.berth.monitoring.messaging;

import io.berth.contracts.Topics;
import io.berth.contracts.hosts.UseLease;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.telemetry.DetectionSet;
import io.berth.contracts.wire.Partitions;
import io.berth.kit.produce.DirectProducer;
import io.berth.monitoring.app.LogBounds;
import io.berth.monitoring.app.OwnedFold;
import io.berth.monitoring.app.OwnedFolds;
import io.berth.monitoring.domain.detection.DetectionProgress;
import io.berth.monitoring.store.detection.DetectionStore;
import io.berth.monitoring.store.detection.StoredDetection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Brings agents and folds to what was set, by comparing again and again: an agent whose beats tell
 * another lease than is wanted is asked for it, and a fold that has not heard what was set is told
 * once more. So a reboot, a lost command, a record that expired unread or another owner of the
 * partition need no care of their own. Nothing here is needed for safety. Called by one thread.
 */
@ApplicationScoped
public class DetectionWriter {
    private static final Logger LOG = Logger.getLogger(DetectionWriter.class);

    /** By then a command has been obeyed and told in a beat, or a longer lease fades. */
    private static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(5);

    /** Most commands in a round, so that a change of a large estate does not come as one burst. */
    private static final int MAX_COMMANDS = 500;

    /** What was set is on its way through the outbox at first. */
    private static final Duration TELL_AGAIN_AFTER = Duration.ofSeconds(30);

    private final OwnedFolds folds;
    private final DetectionStore store;
    private final LogBounds bounds;
    private final DirectProducer producer;
    private final InstantSource clock;
    private final Map<HostId, Instant> asked = new HashMap<>();
    private final Map<DomainId, DetectionProgress> noted = new HashMap<>();
    private Instant repairedAt = Instant.EPOCH;

    @Inject
    public DetectionWriter(
            OwnedFolds folds,
            DetectionStore store,
            LogBounds bounds,
            DirectProducer producer,
            InstantSource clock) {
        this.folds = folds;
        this.store = store;
        this.bounds = bounds;
        this.producer = producer;
        this.clock = clock;
    }

    /** One round over all owned partitions; a fold that is busy is looked at in the next. */
    void write() {
        Instant now = clock.instant();
        asked.values().removeIf(at -> Duration.between(at, now).compareTo(ASK_AGAIN_AFTER) >= 0);
        if (folds.all().isEmpty()) {
            noted.clear();
            return;
        }
        Map<HostId, Duration> wanted = new LinkedHashMap<>();
        Set<DomainId> owned = new HashSet<>();
        for (OwnedFold fold : folds.all()) {
            fold.ask(
                            each -> {
                                each.otherLeases((host, lease) -> {
                                    if (wanted.size() < MAX_COMMANDS && !asked.containsKey(host)) {
                                        wanted.put(host, lease);
                                    }
                                });
                                return each.detectionProgress();
                            })
                    .ifPresentOrElse(
                            all ->
                                    all.forEach(progress -> {
                                        owned.add(progress.domain());
                                        note(progress);
                                    }),
                            () -> owned.addAll(noted.keySet()));
        }
        noted.keySet().retainAll(owned);
        wanted.forEach((host, lease) -> ask(host, lease, now));
        if (Duration.between(repairedAt, now).compareTo(TELL_AGAIN_AFTER) >= 0) {
            repairedAt = now;
            repair(now);
        }
    }

    private void note(DetectionProgress progress) {
        if (!progress.equals(noted.get(progress.domain()))) {
            store.note(progress);
            noted.put(progress.domain(), progress);
        }
    }

    private void ask(HostId host, Duration lease, Instant now) {
        asked.put(host, now);
        CommandId id = new CommandId("lease-" + UUID.randomUUID());
        producer.send(Topics.HOST_COMMANDS, new UseLease(host, id, lease), null, id.value())
                .whenComplete((sent, failure) -> {
                    if (failure != null) {
                        LOG.debugf("lease for host %s: %s", host, failure);
                    }
                });
    }

    /** The way through the outbox is the usual one; here is what did not arrive that way. */
    private void repair(Instant now) {
        List<StoredDetection> settings = store.all();
        for (StoredDetection set : settings) {
            DetectionSet wanted = set.toRecord();
            OwnedFold fold = folds.of(Partitions.of(wanted.domain().value(), bounds.partitions()));
            if (fold == null
                    || Duration.between(set.changedAt(), now).compareTo(TELL_AGAIN_AFTER) < 0) {
                continue;
            }
            fold.ask(each -> each.detection(wanted.domain()).revision() < wanted.revision())
                    .filter(behind -> behind)
                    .ifPresent(_ -> tell(wanted));
        }
    }

    private void tell(DetectionSet wanted) {
        LOG.infof(
                "detection of domain %s, revision %d, is told to its partition once more",
                wanted.domain(), wanted.revision());
        producer.send(Topics.HEARTBEATS, wanted, null, UUID.randomUUID().toString())
                .whenComplete((sent, failure) -> {
                    if (failure != null) {
                        LOG.warnf("detection of domain %s: %s", wanted.domain(), failure);
                    }
                });
    }
}
