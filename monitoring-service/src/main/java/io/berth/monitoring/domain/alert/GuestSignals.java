package io.berth.monitoring.domain.alert;

import io.berth.contracts.guests.GuestEvent;
import io.berth.contracts.guests.GuestServicesJudged;
import io.berth.contracts.guests.KvpChanged;
import io.berth.contracts.guests.KvpFlagged;
import io.berth.contracts.guests.RestartDecision;
import io.berth.contracts.guests.VmHeartbeatLost;
import io.berth.contracts.guests.VmHeartbeatReturned;
import io.berth.contracts.guests.VmRestartDecided;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What is worth telling of guests. A loss is told again while it lasts, so one that an end of an
 * earlier epoch closed by mistake opens again by itself.
 */
public final class GuestSignals {
    private GuestSignals() {}

    /** The signals of a fact, in order. */
    public static List<Signal> of(GuestEvent fact) {
        return switch (fact) {
            case VmHeartbeatLost e ->
                    List.of(
                            new Signal.Raise(
                                    AlertRule.VM_HEARTBEAT_LOST,
                                    e.vm().value(),
                                    e.domain(),
                                    "The guest of VM %s on %s has not answered since %s (%s), longer than %s, though its host beats"
                                            .formatted(
                                                    e.vm(),
                                                    e.host(),
                                                    e.silentSince(),
                                                    Texts.words(e.loss()),
                                                    Texts.seconds(e.threshold()))));
            case VmHeartbeatReturned e ->
                    List.of(
                            over(AlertRule.VM_HEARTBEAT_LOST, e, Texts.words(e.ending())),
                            over(AlertRule.VM_RESTARTS_SPENT, e, Texts.words(e.ending())));
            case VmRestartDecided e -> restart(e);
            case KvpFlagged e ->
                    List.of(
                            e.over()
                                    ? over(AlertRule.KVP_GARBAGE, e, "nothing is odd any more")
                                    : garbage(e));
            case GuestServicesJudged e ->
                    List.of(
                            e.outdated()
                                    ? old(e)
                                    : over(AlertRule.GUEST_SERVICES_OLD, e, "they are new enough"));
            case KvpChanged _ -> List.of();
        };
    }

    private static List<Signal> restart(VmRestartDecided e) {
        return switch (e.decision()) {
            case RestartDecision.BOUND_REACHED ->
                    List.of(
                            new Signal.Raise(
                                    AlertRule.VM_RESTARTS_SPENT,
                                    e.vm().value(),
                                    e.domain(),
                                    "VM %s on %s does not answer, and was restarted %d of %d times within the last hour; it is left alone"
                                            .formatted(
                                                    e.vm(),
                                                    e.host(),
                                                    e.restartsInHour(),
                                                    e.allowedPerHour())));
            case RestartDecision.REQUESTED, RestartDecision.GUEST_SPEAKS -> List.of();
        };
    }

    private static Signal garbage(KvpFlagged e) {
        String what = e.flags().stream().map(Texts::words).collect(Collectors.joining(", "));
        return new Signal.Raise(
                AlertRule.KVP_GARBAGE,
                e.vm().value(),
                null,
                "The guest of VM %s on %s publishes %s%s%s"
                        .formatted(
                                e.vm(),
                                e.host(),
                                Texts.count(e.flagged(), "odd pair"),
                                what.isEmpty() ? "" : " (" + what + ")",
                                e.tooMany() ? ", and more pairs than are kept" : ""));
    }

    private static Signal old(GuestServicesJudged e) {
        return new Signal.Raise(
                AlertRule.GUEST_SERVICES_OLD,
                e.vm().value(),
                null,
                "VM %s (%s) has integration services %s; the guest rules ask for %s"
                        .formatted(e.vm(), e.guest(), e.installed(), e.needed()));
    }

    private static Signal over(AlertRule rule, GuestEvent fact, String because) {
        return new Signal.Resolve(rule, fact.vm().value(), because);
    }
}
