package io.berth.monitoring.messaging;

import io.berth.contracts.Topics;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.telemetry.RosterSet;
import io.berth.contracts.wire.Partitions;
import io.berth.kit.produce.DirectProducer;
import io.berth.monitoring.app.LogBounds;
import io.berth.monitoring.app.OwnedFold;
import io.berth.monitoring.app.OwnedFolds;
import io.berth.monitoring.domain.PartitionFold;
import io.berth.monitoring.domain.Roster;
import io.berth.monitoring.domain.RosterBook;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Writes the roster of a domain into its partition when it differs from what the fold counts there:
 * so the fold knows the configured nodes at a definite place of the log. Called by one thread.
 */
@ApplicationScoped
public class RosterWriter {
    private static final Logger LOG = Logger.getLogger(RosterWriter.class);

    /** By then a roster that was written has been folded, or it got lost. */
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(3);

    private final OwnedFolds folds;
    private final InventoryRosters inventory;
    private final RosterBook book;
    private final LogBounds bounds;
    private final DirectProducer producer;
    private final InstantSource clock;
    private final Map<DomainId, Written> written = new HashMap<>();

    @Inject
    public RosterWriter(
            OwnedFolds folds,
            InventoryRosters inventory,
            RosterBook book,
            LogBounds bounds,
            DirectProducer producer,
            InstantSource clock) {
        this.folds = folds;
        this.inventory = inventory;
        this.book = book;
        this.bounds = bounds;
        this.producer = producer;
        this.clock = clock;
    }

    private record Written(RosterSet roster, Instant at) {}

    /** One round over all owned partitions; a fold that is busy is looked at in the next. */
    void write() {
        if (!inventory.isLoaded() || folds.all().isEmpty()) {
            return;
        }
        int partitions = bounds.partitions();
        Map<DomainId, Roster> rosters = book.rosters();
        Map<Integer, Set<DomainId>> byPartition = new HashMap<>();
        rosters.keySet()
                .forEach(domain ->
                        byPartition
                                .computeIfAbsent(
                                        Partitions.of(domain.value(), partitions),
                                        _ -> new HashSet<>())
                                .add(domain));
        for (OwnedFold owned : folds.all()) {
            Set<DomainId> wanted = byPartition.getOrDefault(owned.partition(), Set.of());
            owned.ask(fold -> corrections(fold, wanted, rosters))
                    .ifPresent(corrections -> corrections.forEach(this::send));
        }
    }

    private static List<RosterSet> corrections(
            PartitionFold fold, Set<DomainId> wanted, Map<DomainId, Roster> rosters) {
        Set<DomainId> all = new HashSet<>(wanted);
        all.addAll(fold.domains());
        List<RosterSet> corrections = new ArrayList<>();
        for (DomainId domain : all) {
            RosterBook.correction(domain, rosters.get(domain), fold.roster(domain))
                    .ifPresent(corrections::add);
        }
        return corrections;
    }

    private void send(RosterSet roster) {
        Instant now = clock.instant();
        Written last = written.get(roster.domain());
        if (last != null
                && last.roster().equals(roster)
                && Duration.between(last.at(), now).compareTo(AGAIN_AFTER) < 0) {
            return;
        }
        written.put(roster.domain(), new Written(roster, now));
        LOG.infof(
                "roster of domain %s, revision %d: %d hosts, in maintenance: %s",
                roster.domain(),
                roster.revision(),
                roster.nodes().size(),
                roster.inMaintenance() == null ? "none" : roster.inMaintenance());
        producer.send(Topics.HEARTBEATS, roster, null, UUID.randomUUID().toString())
                .whenComplete((sent, failure) -> {
                    if (failure != null) {
                        LOG.warnf("roster of domain %s: %s", roster.domain(), failure);
                    }
                });
    }
}
