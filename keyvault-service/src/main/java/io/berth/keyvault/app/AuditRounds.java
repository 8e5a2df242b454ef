package io.berth.keyvault.app;

import io.berth.keyvault.app.AuditVerifying.Report;
import io.berth.kit.jobs.Jobs;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Tells the topic how far the trail reaches, and verifies the trail, part by part and round and
 * round: what somebody changes in an old entry is found within one round.
 *
 * <p>{@code berth_keyvault_audit_findings} is what the last round found, and keeps until a round
 * finds nothing. Where it stands in a round is soft state: another instance walks by itself.
 */
@ApplicationScoped
class AuditRounds {
    private static final Logger LOG = Logger.getLogger(AuditRounds.class);
    private static final String PUBLISH = "publish-audit-head";
    private static final String VERIFY = "verify-audit";
    private static final String REMOVE = "remove-old-audit";

    private final Audit audit;
    private final AuditVerifying verifying;
    private final Vault vault;
    private final KeyvaultConfig config;
    private final Jobs jobs;
    private final AtomicLong lastRound = new AtomicLong();
    private final AtomicLong verified = new AtomicLong();
    private long next;
    private long found;

    AuditRounds(
            Audit audit,
            AuditVerifying verifying,
            Vault vault,
            KeyvaultConfig config,
            Jobs jobs,
            MeterRegistry registry) {
        this.audit = audit;
        this.verifying = verifying;
        this.vault = vault;
        this.config = config;
        this.jobs = jobs;
        Gauge.builder("berth.keyvault.audit.findings", lastRound, AtomicLong::get)
                .description("What is wrong with the audit trail, as the last round found it")
                .register(registry);
        Gauge.builder("berth.keyvault.audit.verified.entries", verified, AtomicLong::get)
                .description("How many entries of the audit trail the last round walked")
                .register(registry);
    }

    void start(@Observes StartupEvent started) {
        jobs.every(PUBLISH, config.audit().publishEvery(), vault.whileUnsealed(audit::publishHead));
        jobs.every(VERIFY, config.audit().verifyEvery(), vault.whileUnsealed(this::verify));
        jobs.every(REMOVE, config.audit().removeEvery(), vault.whileUnsealed(this::remove));
    }

    private void remove() {
        int removed = audit.removeOlderThan(config.audit().keep());
        if (removed > 0) {
            LOG.infof("%d entries left the audit trail by age", removed);
        }
    }

    /** One part of a round; the scheduler runs one at a time. */
    void verify() {
        Map<Long, String> heads = verifying.heads();
        Report report = verifying.verify(next, heads);
        report.findings()
                .forEach(finding ->
                        LOG.errorf("audit trail: %s (%s)", finding.detail(), finding.code()));
        found += report.findings().size();
        next = report.to();
        if (report.complete()) {
            lastRound.set(found);
            verified.set(report.to());
            next = 0;
            found = 0;
        }
    }
}
