package io.berth.monitoring.domain;

import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.monitoring.ExpectedSilence;
import io.berth.contracts.telemetry.HostBeat;
import io.berth.monitoring.domain.skew.ClockOffset;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the log says about one configured host. Times are log time in milliseconds. Soft state of a
 * {@link DomainFold}.
 */
final class HostFold {
    /** Some 300,000 years. */
    private static final long FAR_SECONDS = 10_000_000_000_000L;

    private final HostId host;
    private final UnconfirmedBeats unconfirmed = new UnconfirmedBeats();
    private final LoadSum load = new LoadSum();
    private HostLiveness liveness = HostLiveness.UNKNOWN;
    private @Nullable BootId boot;
    private long sequence;
    private Tenure tenure = Tenure.NONE;
    private Tenure highestTenure = Tenure.NONE;
    private boolean watchdog;
    private long acceptedAt;
    private long confirmedAt;
    private boolean maintenance;
    private boolean overdue;
    private long excusedUntil;
    private List<Long> failures = List.of();
    private long quarantinedUntil;
    private long lease;
    private List<HostId> hears = List.of();
    private final ClockOffset offset;

    HostFold(HostId host) {
        this.host = host;
        this.offset = new ClockOffset();
    }

    HostFold(FoldSnapshot.Host from) {
        host = from.host();
        liveness = from.liveness();
        boot = from.boot();
        sequence = from.sequence();
        tenure = from.tenure();
        highestTenure = from.highestTenure();
        watchdog = from.watchdog();
        acceptedAt = from.acceptedAtMillis();
        confirmedAt = from.confirmedAtMillis();
        lease = from.leaseMillis();
        from.unconfirmed().forEach(beat -> unconfirmed.add(beat.sequence(), beat.atMillis()));
        FoldSnapshot.Condition condition = conditionOf(from);
        maintenance = condition.maintenance();
        overdue = condition.overdue();
        excusedUntil = condition.excusedUntilMillis();
        failures = condition.failuresMillis();
        quarantinedUntil = condition.quarantinedUntilMillis();
        hears = condition.hears();
        offset =
                new ClockOffset(
                        condition.offsetMillis(), condition.offsetSamples(), condition.skewed());
    }

    /** Format 1 knew no isolation: whoever was given up has been judged. */
    private static FoldSnapshot.Condition conditionOf(FoldSnapshot.Host from) {
        FoldSnapshot.Condition known = from.condition();
        boolean judged =
                from.liveness() == HostLiveness.UNREACHABLE
                        || from.liveness() == HostLiveness.FAILED;
        return known == null ? FoldSnapshot.Condition.unknown(judged) : known;
    }

    FoldSnapshot.Host snapshot() {
        return new FoldSnapshot.Host(
                host,
                liveness,
                boot,
                sequence,
                tenure,
                highestTenure,
                watchdog,
                acceptedAt,
                confirmedAt,
                unconfirmed.snapshot(),
                new FoldSnapshot.Condition(
                        maintenance,
                        overdue,
                        excusedUntil,
                        failures,
                        quarantinedUntil,
                        hears,
                        offset.leastMillis(),
                        offset.samples(),
                        offset.isSkewed()),
                lease);
    }

    /** Whether a beat is newer than all accepted before it, by boot and then by sequence. */
    boolean isNewer(HostBeat beat) {
        BootId last = boot;
        if (last == null || last.isBefore(beat.boot())) {
            return true;
        }
        return last.equals(beat.boot()) && beat.sequence() > sequence;
    }

    /** Whether a beat is of another boot than the last accepted one, or the first one ever. */
    boolean isNewBoot(HostBeat beat) {
        return !beat.boot().equals(boot);
    }

    /**
     * Takes up a newer beat; the caller moves {@link #liveness}.
     *
     * @param timestamp of the broker, by its calendar
     */
    void accept(HostBeat beat, long now, long timestamp) {
        if (isNewBoot(beat)) {
            boot = beat.boot();
            hears = List.of();
            unconfirmed.clear();
            confirmedAt = now;
        } else {
            confirmedAt =
                    Math.max(confirmedAt, unconfirmed.confirm(beat.acknowledged(), confirmedAt));
        }
        unconfirmed.add(beat.sequence(), now);
        sequence = beat.sequence();
        tenure = beat.tenure();
        if (highestTenure.isBefore(tenure)) {
            highestTenure = tenure;
        }
        watchdog = beat.watchdog();
        Duration held = beat.lease();
        lease = held == null ? 0 : held.toMillis();
        acceptedAt = now;
        overdue = false;
        Duration absence = beat.backWithin();
        excusedUntil = absence == null ? 0 : now + absence.toMillis();
        List<HostId> heard = beat.hears();
        if (heard != null) {
            hears = heard;
        }
        offset.add(timestamp, millis(beat.sentAt()));
        load.add(beat.load());
    }

    /** A host may send any moment; what is too far for milliseconds is taken as far. */
    private static long millis(Instant moment) {
        return Math.clamp(moment.getEpochSecond(), -FAR_SECONDS, FAR_SECONDS) * 1000
                + moment.getNano() / 1_000_000;
    }

    /** Why its silence is no surprise at a moment; null where it is one. */
    @Nullable ExpectedSilence expected(long now) {
        return maintenance
                ? ExpectedSilence.MAINTENANCE
                : now < excusedUntil ? ExpectedSilence.AGENT_RESTART : null;
    }

    /** Whether somebody restarts its agent and the time for that runs. */
    boolean isExcused(long now) {
        return now < excusedUntil;
    }

    /** This silence has lasted a threshold and been judged. */
    void judged() {
        overdue = true;
    }

    boolean isOverdue() {
        return overdue;
    }

    boolean inMaintenance() {
        return maintenance;
    }

    void inMaintenance(boolean so) {
        maintenance = so;
    }

    /** When its silences lasted a threshold lately, in milliseconds of log time. */
    List<Long> failures() {
        return failures;
    }

    void failures(List<Long> recent) {
        failures = recent;
    }

    boolean isQuarantined() {
        return quarantinedUntil != 0;
    }

    /** In log time; 0 while it is not quarantined. */
    long quarantinedUntil() {
        return quarantinedUntil;
    }

    void quarantine(long until) {
        quarantinedUntil = until;
        failures = List.of();
    }

    void release() {
        quarantinedUntil = 0;
    }

    boolean hears(HostId peer) {
        return hears.contains(peer);
    }

    /** Maintenance is told before quarantine: a person has decided it. */
    HostStanding standing() {
        return maintenance
                ? HostStanding.MAINTENANCE
                : isQuarantined() ? HostStanding.QUARANTINED : HostStanding.IN_SERVICE;
    }

    ClockOffset offset() {
        return offset;
    }

    /**
     * Whether its confirmed time is older than S. A host that has never beaten counts as silent,
     * since it may be one that the monitor has forgotten and that takes part in a majority among
     * the nodes.
     */
    boolean isSilent(long now, long silentMillis) {
        return liveness == HostLiveness.UNKNOWN || now - confirmedAt > silentMillis;
    }

    /**
     * @throws IllegalLiveness when the rules know no such transition
     */
    void become(HostLiveness next) {
        if (!next.sources().contains(liveness)) {
            throw new IllegalLiveness(host, liveness, next);
        }
        liveness = next;
    }

    HostId host() {
        return host;
    }

    HostLiveness liveness() {
        return liveness;
    }

    /** The boot of the last accepted beat; only for a host that has beaten. */
    BootId boot() {
        BootId known = boot;
        if (known == null) {
            throw new IllegalStateException("Host " + host + " has never beaten");
        }
        return known;
    }

    Tenure tenure() {
        return tenure;
    }

    Tenure highestTenure() {
        return highestTenure;
    }

    boolean watchdog() {
        return watchdog;
    }

    /**
     * The longest that it may hold, as its last beat told, in milliseconds; 0 for the usual one.
     */
    long lease() {
        return lease;
    }

    long acceptedAt() {
        return acceptedAt;
    }

    long confirmedAt() {
        return confirmedAt;
    }

    LoadSum load() {
        return load;
    }
}
