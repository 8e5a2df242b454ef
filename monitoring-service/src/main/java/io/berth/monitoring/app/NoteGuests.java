package io.berth.monitoring.app;

import io.berth.contracts.Topics;
import io.berth.contracts.guests.GuestEvent;
import io.berth.contracts.guests.GuestServicesJudged;
import io.berth.contracts.guests.KvpChanged;
import io.berth.contracts.guests.KvpFlagged;
import io.berth.contracts.guests.RestartDecision;
import io.berth.contracts.guests.VmHeartbeatLost;
import io.berth.contracts.guests.VmHeartbeatReturned;
import io.berth.contracts.guests.VmRestartDecided;
import io.berth.contracts.hosts.VmAction;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.placement.OperateVmRequested;
import io.berth.kit.outbox.Outbox;
import io.berth.monitoring.config.MonitoringConfig;
import io.berth.monitoring.domain.guest.GuestBook;
import io.berth.monitoring.domain.guest.GuestFindings;
import io.berth.monitoring.domain.guest.RestartRule;
import io.berth.monitoring.store.GuestStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Notes what became known of guests, tells it, and asks placement to reset a VM whose guest does
 * not answer where its specification wants that.
 */
@ApplicationScoped
public class NoteGuests {
    /** Within which restarts are counted. */
    private static final Duration WINDOW = Duration.ofHours(1);

    private final GuestStore store;
    private final GuestBook book;
    private final Outbox outbox;
    private final MonitoringConfig.Guests config;
    private final InstantSource clock;

    @Inject
    public NoteGuests(
            GuestStore store,
            GuestBook book,
            Outbox outbox,
            MonitoringConfig config,
            InstantSource clock) {
        this.store = store;
        this.book = book;
        this.outbox = outbox;
        this.config = config.guests();
        this.clock = clock;
    }

    /** In the caller's transaction. */
    void note(GuestFindings findings) {
        store.put(findings.tables());
        for (GuestEvent fact : findings.facts()) {
            outbox.put(Topics.GUEST_EVENTS, fact);
            switch (fact) {
                case VmHeartbeatLost lost -> {
                    store.note(lost);
                    restart(lost);
                }
                case VmHeartbeatReturned returned -> store.note(returned);
                case VmRestartDecided _, KvpChanged _, KvpFlagged _, GuestServicesJudged _ -> {}
            }
        }
    }

    private void restart(VmHeartbeatLost lost) {
        int allowed = book.watch(lost.vm(), lost.domain()).restartsPerHour();
        if (allowed == 0) {
            return;
        }
        Instant now = clock.instant();
        int before = store.restartsSince(lost.vm(), now.minus(WINDOW));
        RestartDecision decision =
                RestartRule.decide(lost, allowed, before, spokeMeanwhile(lost, now));
        if (decision == null) {
            return;
        }
        boolean requested = decision == RestartDecision.REQUESTED;
        CommandId command = requested ? CommandId.random() : null;
        if (command != null) {
            store.restarted(lost.vm(), lost.host(), command, now, WINDOW);
            outbox.put(
                    Topics.PLACEMENT_REQUESTS,
                    new OperateVmRequested(
                            lost.vm(),
                            lost.domain(),
                            command,
                            VmAction.RESET,
                            null,
                            now.plus(config.restartWithin())));
        }
        outbox.put(
                Topics.GUEST_EVENTS,
                new VmRestartDecided(
                        lost.vm(),
                        lost.host(),
                        lost.domain(),
                        lost.epoch(),
                        decision,
                        command,
                        requested ? before + 1 : before,
                        allowed,
                        now));
    }

    /**
     * Whether the guest has published pairs since it is missed. Log time is no clock that pairs
     * could be compared with, so it is the length of the silence that counts, less a quarter for
     * what was under way when it began. A monitor that lags sees guests speak that are silent, and
     * restarts none of them before the loss is told again.
     */
    private boolean spokeMeanwhile(VmHeartbeatLost lost, Instant now) {
        Duration silent = Duration.between(lost.silentSince(), lost.logTime());
        return store.spokeSince(lost.vm(), now.minus(silent.multipliedBy(3).dividedBy(4)));
    }
}
