package io.berth.monitoring.app.enrolment;

import io.berth.contracts.Topics;
import io.berth.contracts.ids.CertificateSerial;
import io.berth.contracts.ids.HostId;
import io.berth.kit.outbox.Outbox;
import io.berth.kit.table.CompactedTable;
import io.berth.kit.table.CompactedTables;
import io.berth.monitoring.app.alert.AlertRounds;
import io.berth.monitoring.domain.alert.AlertRule;
import io.berth.monitoring.domain.alert.Signal;
import io.berth.monitoring.domain.enrolment.CertificateState;
import io.berth.monitoring.domain.enrolment.KnownHosts;
import io.berth.monitoring.store.enrolment.CertificateStore;
import io.berth.monitoring.store.enrolment.JoinTokenStore;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * What is done with certificates again and again. Every instance does it: what one has done the
 * other finds done.
 */
@ApplicationScoped
public class CertificateRounds {
    private static final Logger LOG = Logger.getLogger(CertificateRounds.class);

    /** More hosts than these have one cause, and one alert each is enough to find it. */
    private static final int MOST_ALERTS = 500;

    /** Most that one round forgets, so that it stays short. */
    private static final int PRUNED_AT_ONCE = 500;

    private final CertificateStore certificates;
    private final JoinTokenStore tokens;
    private final Revocations revocations;
    private final KnownHosts hosts;
    private final CompactedTables tables;
    private final AlertRounds alerts;
    private final Outbox outbox;
    private final EnrolmentSettings settings;
    private final InstantSource clock;
    private final Map<CertificateState, AtomicLong> counted = new EnumMap<>(CertificateState.class);

    @Inject
    public CertificateRounds(
            CertificateStore certificates,
            JoinTokenStore tokens,
            Revocations revocations,
            KnownHosts hosts,
            CompactedTables tables,
            AlertRounds alerts,
            Outbox outbox,
            EnrolmentSettings settings,
            MeterRegistry meters,
            InstantSource clock) {
        this.certificates = certificates;
        this.tokens = tokens;
        this.revocations = revocations;
        this.hosts = hosts;
        this.tables = tables;
        this.alerts = alerts;
        this.outbox = outbox;
        this.settings = settings;
        this.clock = clock;
        for (CertificateState state : CertificateState.values()) {
            AtomicLong number = new AtomicLong();
            counted.put(state, number);
            Gauge.builder("berth.monitoring.certificates", number, AtomicLong::get)
                    .tag("state", state.name())
                    .register(meters);
        }
    }

    /** Hosts that the inventory does not have may not have certificates. */
    @Scheduled(
            every = "${berth.monitoring.enrolment.host-interval:5s}",
            concurrentExecution = ConcurrentExecution.SKIP)
    void afterHosts() {
        if (!loaded()) {
            return;
        }
        try {
            Instant now = clock.instant();
            hosts.gone(certificates.hosts(now), now)
                    .forEach((host, at) -> {
                        int revoked = revocations.hostRemoved(host, at);
                        if (revoked > 0) {
                            LOG.infof(
                                    "host %s was removed from the inventory: %d certificates"
                                            + " revoked",
                                    host, revoked);
                        }
                    });
        } catch (RuntimeException e) {
            LOG.warnf("certificates of removed hosts wait for the next round: %s", e);
        }
    }

    /** Agents that do not renew are found before their certificates end. */
    @Scheduled(
            every = "${berth.monitoring.enrolment.look-interval:1m}",
            concurrentExecution = ConcurrentExecution.SKIP)
    void look() {
        if (!loaded()) {
            return;
        }
        try {
            Instant now = clock.instant();
            alerts.certificates(
                    certificates.ending(now, settings.expiringWithin(), MOST_ALERTS).stream()
                            .filter(ending -> hosts.has(ending.host()))
                            .map(ending -> expiring(ending, now))
                            .toList());
            counted.forEach((state, number) -> number.set(certificates.count(state, now)));
            QuarkusTransaction.requiringNew().run(() -> prune(now));
        } catch (RuntimeException e) {
            LOG.warnf("certificates that end soon wait for the next round: %s", e);
        }
    }

    private boolean loaded() {
        return tables.all().stream().allMatch(CompactedTable::isLoaded);
    }

    private static Signal.Raise expiring(CertificateStore.Ending ending, Instant now) {
        HostId host = ending.host();
        return new Signal.Raise(
                AlertRule.CERTIFICATE_EXPIRING,
                host.value(),
                null,
                "The certificate of host %s %s at %s, and its agent has not renewed it"
                        .formatted(
                                host,
                                now.isAfter(ending.notAfter()) ? "has ended" : "ends",
                                ending.notAfter()));
    }

    private void prune(Instant now) {
        Instant before = now.minus(settings.keep());
        tokens.prune(before);
        List<CertificateSerial> revoked = certificates.prune(before, PRUNED_AT_ONCE);
        revoked.forEach(serial -> outbox.delete(Topics.AGENT_CERTIFICATES, serial.value()));
    }
}
