package io.berth.placement.store;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.VmId;
import io.berth.placement.domain.policy.Moment;
import io.berth.placement.domain.policy.PlacementPolicy;
import io.berth.placement.domain.replay.Before;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@link JournalEntry} as it is stored. */
@Entity(name = "PlacementJournal")
@Table(name = "placement_journal")
class JournalEntity extends PanacheEntityBase {
    /**
     * Stands in {@link #step} of a decision that changed no row of the version it was made from.
     */
    static final int AFTER_ALL = Integer.MAX_VALUE;

    enum OriginKind {
        RECORD,
        DEADLINES,
        DESCRIPTIONS,
        PATCH_TURN
    }

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "placement_journal_seq")
    @SequenceGenerator(
            name = "placement_journal_seq",
            sequenceName = "placement_journal_seq",
            allocationSize = 100)
    @Nullable Long id;

    String domain = "";

    @Column(name = "domain_version")
    long domainVersion;

    int step;

    @Column(name = "made_at")
    Instant madeAt = Instant.EPOCH;

    @Enumerated(EnumType.STRING)
    OriginKind origin = OriginKind.RECORD;

    @Column(name = "origin_topic")
    @Nullable String originTopic;

    @Column(name = "origin_partition")
    @Nullable Integer originPartition;

    @Column(name = "origin_offset")
    @Nullable Long originOffset;

    /** Of deadlines the VMs; of a turn of patch operations all that came with it. */
    @Column(name = "origin_vms")
    @Nullable String originVms;

    long seed;
    String inputs = "";

    /** Digest of the policy. */
    String policy = "";

    String digest = "";

    @Column(name = "rows_before")
    String rowsBefore = "";

    /**
     * @param policy digest of the policy
     */
    static JournalEntity of(NewEntry entry, String policy, long domainVersion, int step) {
        NewEntry.Proof proof = entry.proof().join();
        JournalEntity entity = new JournalEntity();
        entity.domain = entry.domain().value();
        entity.domainVersion = domainVersion;
        entity.step = step;
        entity.madeAt = entry.moment().now();
        entity.take(entry.origin());
        entity.seed = entry.moment().seed();
        entity.inputs = StoredJson.write(StoredInputs.of(entry.moment().inputs()));
        entity.policy = policy;
        entity.digest = proof.digest();
        entity.rowsBefore = proof.before();
        return entity;
    }

    JournalEntry toDomain(PlacementPolicy with) {
        return new JournalEntry(
                new DomainId(domain),
                origin(),
                new Moment(madeAt, seed, StoredJson.read(inputs, StoredInputs.class).toDomain()),
                with,
                digest,
                before());
    }

    Before before() {
        return StoredJson.read(rowsBefore, Before.class);
    }

    private void take(Origin from) {
        switch (from) {
            case Origin.FromRecord(String topic, int partition, long offset) -> {
                origin = OriginKind.RECORD;
                originTopic = topic;
                originPartition = partition;
                originOffset = offset;
            }
            case Origin.FromDeadlines(List<VmId> vms) -> {
                origin = OriginKind.DEADLINES;
                originVms = StoredJson.write(vms);
            }
            case Origin.FromDescriptions() -> origin = OriginKind.DESCRIPTIONS;
            case Origin.FromPatchTurn turn -> {
                origin = OriginKind.PATCH_TURN;
                originVms = StoredJson.write(turn);
            }
        }
    }

    private Origin origin() {
        return switch (origin) {
            case RECORD ->
                    new Origin.FromRecord(
                            required(originTopic),
                            required(originPartition),
                            required(originOffset));
            case DEADLINES ->
                    new Origin.FromDeadlines(
                            List.of(StoredJson.read(required(originVms), VmId[].class)));
            case DESCRIPTIONS -> new Origin.FromDescriptions();
            case PATCH_TURN -> StoredJson.read(required(originVms), Origin.FromPatchTurn.class);
        };
    }

    long requiredId() {
        return required(id);
    }

    private <T> T required(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException(
                    "decision " + id + " has an origin " + origin + " in part");
        }
        return part;
    }
}
