package io.berth.monitoring.domain;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.telemetry.DetectionSet;
import io.berth.monitoring.domain.detection.Detection;
import io.berth.monitoring.domain.detection.DetectionFit;
import io.berth.monitoring.domain.detection.DetectionProgress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * How long is waited for the hosts of one domain before they are judged: the threshold that was set
 * for the domain, and never less than the longest lease that a host may have held when it was last
 * heard. All in milliseconds of log time. Soft state of a {@link DomainFold}.
 */
final class Waits {
    private final DomainId domain;
    private final FoldTimings timings;
    private Detection detection;
    private long threshold;
    private long usualWait;

    Waits(DomainId domain, FoldTimings timings) {
        this.domain = domain;
        this.timings = timings;
        this.detection = Detection.usual(timings.leases());
        this.threshold = timings.threshold();
        this.usualWait = outlasting(timings.lease());
    }

    void restore(FoldSnapshot.@Nullable Detection saved) {
        if (saved != null) {
            use(
                    new Detection(
                            saved.revision(),
                            Duration.ofMillis(saved.thresholdMillis()),
                            Duration.ofMillis(saved.leaseMillis())));
        }
    }

    FoldSnapshot.@Nullable Detection snapshot() {
        return isSet()
                ? new FoldSnapshot.Detection(
                        detection.revision(), threshold, detection.lease().toMillis())
                : null;
    }

    private void use(Detection set) {
        detection = set;
        threshold = set.threshold().toMillis();
        usualWait = outlasting(timings.lease());
    }

    /** Takes up what an administrator has set. */
    Outcome accept(DetectionSet set) {
        if (set.revision() <= detection.revision()) {
            return Outcome.Plain.UNCHANGED;
        }
        return switch (DetectionFit.of(set.threshold(), set.lease(), timings.leases())) {
            case DetectionFit.Fits fits -> {
                use(new Detection(set.revision(), fits.threshold(), fits.lease()));
                yield Outcome.Plain.FOLDED;
            }
            case DetectionFit.Misfit misfit ->
                    new Outcome.Refused(new Refusal.DetectionDoesNotFit(domain, misfit), true);
        };
    }

    private long outlasting(long leaseMillis) {
        return Math.max(
                threshold, timings.leases().outlasting(Duration.ofMillis(leaseMillis)).toMillis());
    }

    /** Without an accepted beat for so long, the host is judged. */
    long of(HostFold host) {
        return host.lease() == 0 ? usualWait : outlasting(host.lease());
    }

    /** Without an accepted beat for so long, a host is worth telling of. */
    long suspicion() {
        return threshold / 2;
    }

    /** The longest lease that the host may have held when it was last heard. */
    long leaseOf(HostFold host) {
        return host.lease() == 0 ? timings.lease() : host.lease();
    }

    /** What is judged by. */
    Detection detection() {
        return detection;
    }

    /** Whether anything was set for the domain. */
    boolean isSet() {
        return detection.revision() > 0;
    }

    /** How far the agents have followed. */
    DetectionProgress progress(Collection<HostFold> hosts) {
        long wanted = detection.lease().toMillis();
        int following = 0;
        int unheard = 0;
        List<DetectionProgress.Behind> behind = new ArrayList<>();
        for (HostFold host : hosts) {
            if (!host.liveness().isJudged()) {
                unheard++;
            } else if (leaseOf(host) == wanted) {
                following++;
            } else {
                behind.add(
                        new DetectionProgress.Behind(
                                host.host(),
                                Duration.ofMillis(leaseOf(host)),
                                Duration.ofMillis(of(host))));
            }
        }
        behind.sort(Comparator.comparing(DetectionProgress.Behind::host));
        return new DetectionProgress(
                domain,
                detection,
                hosts.size(),
                following,
                unheard,
                behind.subList(0, Math.min(behind.size(), DetectionProgress.MAX_BEHIND)));
    }

    /** Hears of each host that is up and holds another lease than is wanted. */
    void otherLeases(Collection<HostFold> hosts, BiConsumer<HostId, Duration> wanted) {
        long lease = detection.lease().toMillis();
        for (HostFold host : hosts) {
            if (host.liveness() == HostLiveness.UP && leaseOf(host) != lease) {
                wanted.accept(host.host(), detection.lease());
            }
        }
    }

    /**
     * How many hosts are judged later than the threshold says, since they may hold longer leases.
     */
    int judgedLater(Collection<HostFold> hosts) {
        int later = 0;
        for (HostFold host : hosts) {
            later += host.liveness().isJudged() && of(host) > threshold ? 1 : 0;
        }
        return later;
    }
}
