package io.berth.kit.vault;

import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RingId;
import io.berth.contracts.keyvault.RecordRef;
import io.berth.kit.config.ServiceConfig;
import io.berth.kit.jobs.Jobs;
import io.berth.kit.vault.RewrapProgress.Tally;
import io.berth.kit.vault.RewrapStore.Row;
import io.berth.kit.vault.RewrapStore.Step;
import io.berth.kit.vault.VaultClient.Closed;
import io.berth.kit.vault.VaultClient.Exchange;
import io.berth.kit.vault.VaultClient.Rewrapped;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/**
 * Keeps the ciphertexts of a service under the newest key of their ring, and counts them.
 *
 * <p><b>Goals.</b> After a ring is rotated, every row comes under its new key by itself, so that
 * the old key can be destroyed; without holding up the service or the vault; whatever stops in
 * between.
 *
 * <p><b>Steps.</b> Once a second, for each column that is due and that no other instance is at: at
 * the start of a pass the vault is asked which key protects now. Then rows under older keys are
 * taken in the order of their primary key, exchanged by the vault, and put back where they are
 * still as they were read; the place reached is saved in the same transaction. The vault is called
 * outside of it. When no more rows are left, all rows are counted by key and the counts reported;
 * then the column rests.
 *
 * <ul>
 *   <li><i>Resumable:</i> who stops, stops between two steps; the next step starts at the saved
 *       place, in any instance. A step that was not saved is done again, which gives the same.
 *   <li><i>A foreground write wins:</i> the exchange names the old ciphertext; a row that somebody
 *       has written since is left alone, and is under the newest key anyway.
 *   <li><i>Throttled:</i> one step a second, of at most {@code per-second} rows.
 *   <li><i>A row that does not open</i>, or that only another version of the service knows, is
 *       passed by and counted as refused; it keeps its old key alive, which the count shows.
 * </ul>
 *
 * <p><b>Example.</b> 1,000,000 rows at 200 a second take 83 minutes. Killed after an hour, the pass
 * goes on at row 720,000.
 *
 * <p>Hard state is in {@code vault_rewrap} alone; a service without a {@link GuardedColumn} does
 * nothing. {@code berth_vault_rewrap_rows_total{column,result}} counts rows.
 */
@ApplicationScoped
public class RewrapJob {
    private static final Logger LOG = Logger.getLogger(RewrapJob.class);
    private static final String JOB = "vault-rewrap";
    private static final Duration TICK = Duration.ofSeconds(1);

    /** Longer than a call of the vault with all its attempts. */
    private static final Duration LEASE = Duration.ofSeconds(30);

    private final List<GuardedColumn> columns;
    private final RewrapStore store;
    private final VaultClient vault;
    private final VaultConfig config;
    private final String instance;
    private final String service;
    private final Jobs jobs;
    private final MeterRegistry registry;

    RewrapJob(
            @Any Instance<GuardedColumn> columns,
            RewrapStore store,
            VaultClient vault,
            VaultConfig config,
            ServiceConfig service,
            Jobs jobs,
            MeterRegistry registry) {
        this.columns = columns.stream().toList();
        this.store = store;
        this.vault = vault;
        this.config = config;
        this.instance = service.instance();
        this.service = service.service();
        this.jobs = jobs;
        this.registry = registry;
    }

    void start(@Observes StartupEvent started) {
        int perSecond = config.rewrap().perSecond();
        if (perSecond < 1 || perSecond > VaultClient.MAX_RECORDS) {
            throw new IllegalArgumentException(
                    "berth.vault.rewrap.per-second is "
                            + perSecond
                            + "; allowed is 1 to "
                            + VaultClient.MAX_RECORDS);
        }
        if (columns.isEmpty() || config.addresses().isEmpty()) {
            return;
        }
        jobs.every(JOB, TICK, this::step);
    }

    /** How far all columns are, by name. */
    public List<RewrapProgress> progress() {
        return columns.isEmpty() ? List.of() : store.all();
    }

    /** Lets columns that rest begin a pass now. */
    public void hurry() {
        if (!columns.isEmpty()) {
            store.hurry();
        }
    }

    /** One step of each column that is due. */
    void step() {
        for (GuardedColumn column : columns) {
            try {
                store.know(column);
                Optional<RewrapProgress> due = store.claim(column.name(), instance, LEASE);
                if (due.isPresent()) {
                    step(column, due.get());
                }
            } catch (RuntimeException e) {
                LOG.errorf(e, "ciphertexts of %s are not exchanged, tries again", column.name());
            }
        }
    }

    private void step(GuardedColumn column, RewrapProgress progress) {
        if (!progress.running()) {
            begin(column, progress);
            return;
        }
        List<Row> rows =
                store.rows(
                        column, progress.cursor(), progress.target(), config.rewrap().perSecond());
        if (rows.isEmpty()) {
            finish(column, progress);
            return;
        }
        List<Row> known = new ArrayList<>();
        List<Closed> closed = new ArrayList<>();
        for (Row row : rows) {
            Optional<RecordRef> place = column.place().apply(row.key());
            if (place.isPresent()) {
                known.add(row);
                closed.add(new Closed(place.get(), row.ciphertext()));
            } else {
                LOG.warnf("a row of %s is not known here: %s", column.name(), row.key());
            }
        }
        if (closed.isEmpty()) {
            Exchange nothing = new Exchange(new KeyVersion(progress.target()), List.of());
            save(column, progress, rows, known, nothing);
            return;
        }
        switch (vault.rewrap(column.ring(), closed)) {
            case VaultAnswer.Answered<Exchange>(Exchange exchange) ->
                    save(column, progress, rows, known, exchange);
            case VaultAnswer.Unavailable<Exchange>(String reason) -> holdUp(progress, reason);
            case VaultAnswer.Refused<Exchange>(String code) -> holdUp(progress, code);
        }
    }

    private void begin(GuardedColumn column, RewrapProgress progress) {
        switch (vault.currentVersion(column.ring())) {
            case VaultAnswer.Answered<KeyVersion>(KeyVersion current) ->
                    store.save(
                            progress.started(current.value(), store.now()),
                            Step.BEGINS,
                            Duration.ZERO);
            case VaultAnswer.Unavailable<KeyVersion>(String reason) -> holdUp(progress, reason);
            case VaultAnswer.Refused<KeyVersion>(String code) -> holdUp(progress, code);
        }
    }

    private void save(
            GuardedColumn column,
            RewrapProgress progress,
            List<Row> rows,
            List<Row> known,
            Exchange exchange) {
        Tally tally =
                QuarkusTransaction.requiringNew()
                        .call(() -> {
                            long exchanged = 0;
                            long overtaken = 0;
                            long refused = rows.size() - known.size();
                            for (int i = 0; i < known.size(); i++) {
                                switch (exchange.records().get(i)) {
                                    case Rewrapped.Exchanged(String ciphertext) -> {
                                        if (store.exchange(
                                                column,
                                                known.get(i),
                                                ciphertext,
                                                exchange.version())) {
                                            exchanged++;
                                        } else {
                                            overtaken++;
                                        }
                                    }
                                    // The vault says that the row's own column was wrong.
                                    case Rewrapped.Current _ -> {
                                        store.exchange(
                                                column,
                                                known.get(i),
                                                known.get(i).ciphertext(),
                                                exchange.version());
                                        exchanged++;
                                    }
                                    case Rewrapped.DoesNotOpen(String code) -> {
                                        refused++;
                                        LOG.warnf(
                                                "a ciphertext of %s does not open: %s, %s",
                                                column.name(), known.get(i).key(), code);
                                    }
                                }
                            }
                            Tally done = new Tally(rows.size(), exchanged, overtaken, refused);
                            store.save(
                                    progress.after(rows.getLast().key(), done),
                                    Step.GOES_ON,
                                    Duration.ZERO);
                            return done;
                        });
        count(column, "exchanged", tally.exchanged());
        count(column, "overtaken", tally.overtaken());
        count(column, "refused", tally.refused());
    }

    private void count(GuardedColumn column, String result, long rows) {
        registry.counter("berth.vault.rewrap.rows", "column", column.name(), "result", result)
                .increment((double) rows);
    }

    /** All columns of the ring are counted, since a report replaces the one before. */
    private void finish(GuardedColumn column, RewrapProgress progress) {
        RingId ring = column.ring();
        Instant countedAt = store.now();
        Map<KeyVersion, Long> counts = new TreeMap<>();
        for (GuardedColumn other : columns) {
            if (other.ring().equals(ring)) {
                store.count(other)
                        .forEach((version, rows) -> counts.merge(version, rows, Long::sum));
            }
        }
        Principal holder = new Principal(config.holder().orElse(service));
        switch (vault.report(ring, holder, countedAt, counts)) {
            case VaultAnswer.Answered<Map<KeyVersion, Long>> _ ->
                    store.save(
                            progress.finished(countedAt), Step.FINISHES, config.rewrap().every());
            case VaultAnswer.Unavailable<Map<KeyVersion, Long>>(String reason) ->
                    holdUp(progress, reason);
            case VaultAnswer.Refused<Map<KeyVersion, Long>>(String code) -> holdUp(progress, code);
        }
    }

    private void holdUp(RewrapProgress progress, String error) {
        store.save(progress.heldUp(error), Step.GOES_ON, config.rewrap().retryAfter());
    }
}
