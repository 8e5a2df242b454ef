package io.berth.monitoring.domain.alert;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.monitoring.ClockSettled;
import io.berth.contracts.monitoring.ClockSkewed;
import io.berth.contracts.monitoring.FailuresHeld;
import io.berth.contracts.monitoring.HoldReason;
import io.berth.contracts.monitoring.HoldReleased;
import io.berth.contracts.monitoring.HostFailed;
import io.berth.contracts.monitoring.HostIsolated;
import io.berth.contracts.monitoring.HostQuarantined;
import io.berth.contracts.monitoring.HostRecovered;
import io.berth.contracts.monitoring.HostSuspect;
import io.berth.contracts.monitoring.HostUnreachable;
import io.berth.contracts.monitoring.HostUp;
import io.berth.contracts.monitoring.NodeEvent;
import io.berth.contracts.monitoring.QuarantineEnded;
import io.berth.contracts.monitoring.QuarantineWithheld;
import java.time.Duration;
import java.util.List;

/**
 * What the facts of failure detection are worth telling. Each step of a host ends the one before.
 */
public final class NodeSignals {
    private NodeSignals() {}

    /** The signals of a fact, in order. */
    public static List<Signal> of(NodeEvent fact) {
        return switch (fact) {
            case HostUp e -> back(e.host(), "the host is up");
            case HostRecovered e -> back(e.host(), "the host beats again");
            case HostSuspect e ->
                    List.of(
                            host(
                                    AlertRule.HOST_SUSPECT,
                                    e.host(),
                                    e.domain(),
                                    "Host %s of %s is silent; nothing is decided yet"
                                            .formatted(e.host(), e.domain())));
            case HostUnreachable e ->
                    List.of(
                            over(AlertRule.HOST_SUSPECT, e.host(), "the host is unreachable"),
                            over(AlertRule.HOST_ISOLATED, e.host(), "no peer hears the host"),
                            host(
                                    AlertRule.HOST_UNREACHABLE,
                                    e.host(),
                                    e.domain(),
                                    "Host %s of %s is unreachable, and nothing proves that its VMs have stopped; they wait for evidence"
                                            .formatted(e.host(), e.domain())));
            case HostIsolated e ->
                    List.of(
                            over(AlertRule.HOST_SUSPECT, e.host(), "the host is isolated"),
                            over(AlertRule.HOST_UNREACHABLE, e.host(), "peers hear the host"),
                            host(
                                    AlertRule.HOST_ISOLATED,
                                    e.host(),
                                    e.domain(),
                                    "Host %s of %s is silent, and %s still hears it: its way to the broker has broken"
                                            .formatted(e.host(), e.domain(), e.heardBy())));
            case HostQuarantined e ->
                    List.of(
                            over(AlertRule.QUARANTINE_WITHHELD, e.host(), "it is quarantined now"),
                            host(
                                    AlertRule.HOST_QUARANTINED,
                                    e.host(),
                                    e.domain(),
                                    "Host %s of %s has failed %s within %s and takes no VM until %s"
                                            .formatted(
                                                    e.host(),
                                                    e.domain(),
                                                    Texts.count(e.failures(), "time"),
                                                    e.within(),
                                                    e.until())));
            case QuarantineEnded e ->
                    List.of(over(AlertRule.HOST_QUARANTINED, e.host(), "the quarantine has ended"));
            case QuarantineWithheld e ->
                    List.of(
                            host(
                                    AlertRule.QUARANTINE_WITHHELD,
                                    e.host(),
                                    e.domain(),
                                    "Host %s of %s has failed %s lately and takes VMs all the same: %d of %s are quarantined, and at most %d may be"
                                            .formatted(
                                                    e.host(),
                                                    e.domain(),
                                                    Texts.count(e.failures(), "time"),
                                                    e.quarantined(),
                                                    Texts.count(e.configured(), "host"),
                                                    e.allowed())));
            case ClockSkewed e ->
                    List.of(
                            host(
                                    AlertRule.CLOCK_SKEWED,
                                    e.host(),
                                    e.domain(),
                                    "The clock of host %s of %s is off by %s"
                                            .formatted(
                                                    e.host(),
                                                    e.domain(),
                                                    Duration.ofMillis(e.skewMillis()))));
            case ClockSettled e ->
                    List.of(over(AlertRule.CLOCK_SKEWED, e.host(), "the clock is right again"));
            case HostFailed e ->
                    List.of(
                            over(AlertRule.HOST_SUSPECT, e.host(), "the host has failed"),
                            over(AlertRule.HOST_UNREACHABLE, e.host(), "the host has failed"),
                            over(AlertRule.HOST_ISOLATED, e.host(), "the host has failed"),
                            host(AlertRule.HOST_FAILED, e.host(), e.domain(), failed(e)));
            case FailuresHeld e ->
                    List.of(
                            new Signal.Raise(
                                    AlertRule.CORRELATED_SILENCE,
                                    e.domain().value(),
                                    e.domain(),
                                    held(e)));
            case HoldReleased e ->
                    List.of(
                            new Signal.Resolve(
                                    AlertRule.CORRELATED_SILENCE,
                                    e.domain().value(),
                                    "the hold was released after "
                                            + Texts.seconds(e.heldFor())
                                            + " of log time"));
        };
    }

    private static String failed(HostFailed e) {
        String failed =
                "Host %s of %s has failed: silent for %s; evidence: %s"
                        .formatted(
                                e.host(),
                                e.domain(),
                                Texts.seconds(Duration.between(e.lastBeat(), e.logTime())),
                                Texts.words(e.evidence()));
        return e.expected() == null ? failed : failed + "; expected: " + Texts.words(e.expected());
    }

    private static String held(FailuresHeld e) {
        String why =
                switch (e.reason()) {
                    case HoldReason.MAJORITY_SILENT -> "most of it is silent at once";
                    case HoldReason.HALF_FAILED -> "half of it has failed one after another";
                };
        return "Failures of %s are held: %s (%d silent, %d failed, of %s)"
                .formatted(
                        e.domain(),
                        why,
                        e.silent(),
                        e.failed(),
                        Texts.count(e.configured(), "host"));
    }

    private static List<Signal> back(HostId host, String because) {
        return List.of(
                over(AlertRule.HOST_SUSPECT, host, because),
                over(AlertRule.HOST_UNREACHABLE, host, because),
                over(AlertRule.HOST_ISOLATED, host, because),
                over(AlertRule.HOST_FAILED, host, because));
    }

    private static Signal host(AlertRule rule, HostId host, DomainId domain, String summary) {
        return new Signal.Raise(rule, host.value(), domain, summary);
    }

    private static Signal over(AlertRule rule, HostId host, String because) {
        return new Signal.Resolve(rule, host.value(), because);
    }
}
