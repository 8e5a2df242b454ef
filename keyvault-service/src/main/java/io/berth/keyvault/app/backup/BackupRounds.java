package io.berth.keyvault.app.backup;

import io.berth.contracts.keyvault.KeyBackupOverdue;
import io.berth.contracts.keyvault.RestoreDrillOverdue;
import io.berth.keyvault.app.Audit;
import io.berth.keyvault.app.KeyvaultConfig;
import io.berth.keyvault.app.Vault;
import io.berth.keyvault.store.BackupLog;
import io.berth.keyvault.store.BackupLog.Overdue;
import io.berth.keyvault.store.RingStore;
import io.berth.kit.jobs.Jobs;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What happens to backups by itself: one is taken when it is due, the newest is tried now and then,
 * and it is told once when either has not happened for too long. Telling does not need a folder: an
 * installation without backups is told of too.
 */
@ApplicationScoped
class BackupRounds {
    private static final String BACKUP = "keep-backups";
    private static final String TELL = "tell-overdue-backups";
    private static final String READ = "read-backup-ages";

    /** Rings of one round; the others wait for the next. */
    private static final int MAX_TOLD = 100;

    private final Backups backups;
    private final Drills drills;
    private final BackupLog log;
    private final RingStore rings;
    private final Audit audit;
    private final Vault vault;
    private final KeyvaultConfig config;
    private final Jobs jobs;
    private final AtomicReference<Double> backupAge = new AtomicReference<>(Double.NaN);
    private final AtomicReference<Double> drillAge = new AtomicReference<>(Double.NaN);
    private final AtomicReference<Double> drillFailed = new AtomicReference<>(Double.NaN);

    BackupRounds(
            Backups backups,
            Drills drills,
            BackupLog log,
            RingStore rings,
            Audit audit,
            Vault vault,
            KeyvaultConfig config,
            Jobs jobs,
            MeterRegistry registry) {
        this.backups = backups;
        this.drills = drills;
        this.log = log;
        this.rings = rings;
        this.audit = audit;
        this.vault = vault;
        this.config = config;
        this.jobs = jobs;
        KeyvaultConfig.Backup settings = config.backup();
        seconds("berth.keyvault.backup.age", backupAge)
                .description("Age of the newest backup; of the vault while there is none")
                .register(registry);
        seconds("berth.keyvault.drill.age", drillAge)
                .description("How long ago a restore drill passed; age of the vault while none did")
                .register(registry);
        seconds(
                        "berth.keyvault.backup.allowed",
                        new AtomicReference<>(inSeconds(settings.overdueAfter())))
                .description("How old the newest backup may become")
                .register(registry);
        seconds(
                        "berth.keyvault.drill.allowed",
                        new AtomicReference<>(inSeconds(settings.drill().overdueAfter())))
                .description("How long ago a restore drill may last have passed")
                .register(registry);
        Gauge.builder("berth.keyvault.drill.failed", drillFailed, AtomicReference::get)
                .description("1 when the newest restore drill failed, else 0")
                .register(registry);
    }

    private static Gauge.Builder<AtomicReference<Double>> seconds(
            String name, AtomicReference<Double> value) {
        return Gauge.builder(name, value, AtomicReference::get)
                .baseUnit("seconds")
                .strongReference(true);
    }

    private static double inSeconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    void start(@Observes StartupEvent started) {
        jobs.every(BACKUP, config.upkeepEvery(), vault.whileUnsealed(this::keep));
        jobs.every(TELL, config.upkeepEvery(), vault.whileUnsealed(this::tell));
        jobs.every(READ, config.countEvery(), this::read);
    }

    /** In this order: a drill right after a start then finds a backup of all keys. */
    void keep() {
        backups.takeWhenDue();
        drills.drillWhenDue();
    }

    /** Tells, once each time, of rings and of drills that are overdue. */
    void tell() {
        Duration allowed = config.backup().overdueAfter();
        List<Overdue> overdue = log.overdue(allowed, MAX_TOLD);
        for (Overdue ring : overdue) {
            QuarkusTransaction.requiringNew().run(() -> tell(ring, allowed));
        }
        Duration drillAllowed = config.backup().drill().overdueAfter();
        Optional<Duration> age = log.drillAge();
        if (age.isPresent() && age.get().compareTo(drillAllowed) > 0) {
            QuarkusTransaction.requiringNew().run(() -> tellOfDrill(drillAllowed));
        }
    }

    private void tell(Overdue overdue, Duration allowed) {
        if (rings.findForChange(overdue.newest().ring()).isPresent()
                && log.tellOverdue(overdue.newest().ring())) {
            audit.append(
                    new KeyBackupOverdue(
                            overdue.newest().ring(),
                            overdue.newest().version(),
                            overdue.lastBackup(),
                            allowed,
                            Vault.ITSELF));
        }
    }

    private void tellOfDrill(Duration allowed) {
        if (log.tellDrillOverdue()) {
            audit.append(
                    new RestoreDrillOverdue(
                            vault.keys().tenant().toString(),
                            log.lastPassed().orElse(null),
                            allowed,
                            Vault.ITSELF));
        }
    }

    private void read() {
        log.backupAge().ifPresent(age -> backupAge.set(inSeconds(age)));
        log.drillAge().ifPresent(age -> drillAge.set(inSeconds(age)));
        drillFailed.set(log.lastFailed() ? 1.0 : 0.0);
    }
}
