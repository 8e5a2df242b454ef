package io.berth.monitoring.domain;

import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.telemetry.HostBeat;
import org.jspecify.annotations.Nullable;

/**
 * What the log says about one configured host. Times are log time in milliseconds. Soft state of a
 * {@link DomainFold}.
 */
final class HostFold {
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

    HostFold(HostId host) {
        this.host = host;
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
        from.unconfirmed().forEach(beat -> unconfirmed.add(beat.sequence(), beat.atMillis()));
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
                unconfirmed.snapshot());
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

    /** Takes up a newer beat; the caller moves {@link #liveness}. */
    void accept(HostBeat beat, long now) {
        if (isNewBoot(beat)) {
            boot = beat.boot();
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
        acceptedAt = now;
        load.add(beat.load());
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
