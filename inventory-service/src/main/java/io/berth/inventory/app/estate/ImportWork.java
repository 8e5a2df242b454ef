package io.berth.inventory.app.estate;

import io.berth.inventory.app.UnitOfWork;
import io.berth.inventory.domain.InventoryRefusal;
import io.berth.inventory.domain.Located;
import io.berth.inventory.domain.estate.EstateSection;
import io.berth.inventory.domain.estate.ImportPhase;
import io.berth.inventory.domain.estate.ImportReport;
import io.berth.inventory.store.estate.ImportStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The work of an import.
 *
 * <p>Goal: all of the file or nothing, with every reason against it; a heap that does not grow with
 * the number of VMs; locks that are held only by a file that is in order by itself. Steps:
 *
 * <ol>
 *   <li>Read the whole file. Each element is checked by itself, ids that stand twice are found, and
 *       all but the VMs is kept. Faults end the import here.
 *   <li>In one transaction: hold the trees that the file concerns, then compare and apply
 *       management groups, host groups with parents first, clusters with their hosts, and
 *       stand-alone hosts; then networks, storage, the library, roles and updates.
 *   <li>In the same transaction: read the VMs again and apply them in chunks.
 *   <li>Commit; or, after a refusal or in a dry run, undo. What is known to be undone is compared
 *       and counted but not saved.
 *   <li>Refusals know their place in the document, not in the file: the file is read once more to
 *       find the lines of those that are told.
 * </ol>
 *
 * <p>Storage, roles and baselines are judged by clusters, hosts and groups as they are saved, so a
 * file with any of those is saved in a dry run, too, and undone; VMs never are.
 *
 * <p>It costs two readings of the file and one insert or comparison for each entity; memory for the
 * groups, clusters and hosts, and for the ids of the VMs.
 */
@ApplicationScoped
public class ImportWork {
    private static final Logger LOG = Logger.getLogger(ImportWork.class);

    /** Longest transaction: ten times what the largest promised estate takes. */
    private static final Duration AT_MOST = Duration.ofMinutes(30);

    /** From so many entities on, the database's statistics are not left to its own time table. */
    private static final long MANY = 1_000;

    private static final Duration TELL_EVERY = Duration.ofSeconds(1);

    private final UnitOfWork unitOfWork;
    private final GroupsImport groups;
    private final ClustersImport clusters;
    private final HostsImport hosts;
    private final EntriesImport entries;
    private final VmsImport vms;
    private final ImportStore store;
    private final InstantSource clock;

    ImportWork(
            UnitOfWork unitOfWork,
            GroupsImport groups,
            ClustersImport clusters,
            HostsImport hosts,
            EntriesImport entries,
            VmsImport vms,
            ImportStore store,
            InstantSource clock) {
        this.unitOfWork = unitOfWork;
        this.groups = groups;
        this.clusters = clusters;
        this.hosts = hosts;
        this.entries = entries;
        this.vms = vms;
        this.store = store;
        this.clock = clock;
    }

    /** Does all of it and notes what became of it. */
    void run(long id, EstateSource source, boolean dryRun) {
        try {
            ImportTally reading =
                    new ImportTally(dryRun, new Progress(id, ImportPhase.READING, 0)::tell);
            ImportPlan plan = new ImportPlan(reading);
            source.read(EnumSet.allOf(EstateSection.class), plan);
            ImportTally tally = reading.isRefused() ? reading : apply(id, source, plan, dryRun);
            finish(id, source, tally, dryRun);
        } catch (RuntimeException e) {
            String incident = UUID.randomUUID().toString();
            LOG.errorf(e, "import %d failed, incident %s", id, incident);
            store.finish(id, ImportPhase.FAILED, failure(incident), clock.instant());
        }
    }

    private ImportTally apply(long id, EstateSource source, ImportPlan plan, boolean dryRun) {
        try {
            return unitOfWork.runLong(
                    AT_MOST,
                    () -> {
                        Progress progress = new Progress(id, ImportPhase.APPLYING, plan.elements());
                        List<EstateElement.OfEntry> others = plan.entries();
                        ImportTally tally =
                                new ImportTally(
                                        dryRun, !others.isEmpty(), plan::brings, progress::tell);
                        EstateTrees trees = groups.apply(plan, tally);
                        plan.clusters().forEach(cluster -> clusters.apply(cluster, trees, tally));
                        hosts.apply(plan.hosts(), trees, tally);
                        entries.apply(others, tally);
                        VmsImport.Pass pass = vms.pass(plan, trees, tally);
                        source.read(Set.of(EstateSection.VMS), pass);
                        pass.finish();
                        if (!tally.keeps()) {
                            throw new Undone(tally);
                        }
                        return tally;
                    });
        } catch (Undone undone) {
            return undone.tally;
        }
    }

    private void finish(long id, EstateSource source, ImportTally tally, boolean dryRun) {
        ImportPhase phase;
        if (tally.isRefused()) {
            phase = ImportPhase.REFUSED;
        } else if (dryRun) {
            phase = ImportPhase.CHECKED;
        } else {
            phase = tally.changesNothing() ? ImportPhase.UNCHANGED : ImportPhase.APPLIED;
        }
        ImportReport report = tally.report(errors(tally.refusals(), source));
        store.finish(id, phase, report, clock.instant());
        LOG.infof("import %d: %s, %s", id, phase, report.counts());
        if (phase == ImportPhase.APPLIED && report.differenceCount() >= MANY) {
            store.analyze();
        }
    }

    private static List<ImportReport.Fault> errors(List<Located> refusals, EstateSource source) {
        if (refusals.isEmpty()) {
            return List.of();
        }
        Map<String, EstateSource.Place> places =
                source.places(refusals.stream().map(Located::pointer).toList());
        return refusals.stream()
                .map(refusal -> error(refusal, places.get(refusal.pointer())))
                .toList();
    }

    private static ImportReport.Fault error(Located located, EstateSource.@Nullable Place place) {
        InventoryRefusal.Wording wording = located.refusal().wording();
        return new ImportReport.Fault(
                located.pointer(),
                place == null ? null : place.line(),
                place == null ? null : place.column(),
                wording.code(),
                wording.title(),
                wording.detail(),
                wording.hint(),
                located.refusal().values().asMap());
    }

    private static ImportReport failure(String incident) {
        return new ImportReport(
                Map.of(),
                List.of(),
                0,
                List.of(
                        new ImportReport.Fault(
                                "",
                                null,
                                null,
                                "internal-error",
                                "The import failed",
                                "Something went wrong that is not the file's fault; nothing was"
                                        + " changed.",
                                "Send the file again; if it fails again, tell support the incident"
                                        + " "
                                        + incident
                                        + ".",
                                Map.of("incident", incident))),
                1);
    }

    /** Tells how far an import is, now and then. */
    private final class Progress {
        private final long id;
        private final ImportPhase phase;
        private final long total;
        private long told = System.nanoTime();

        Progress(long id, ImportPhase phase, long total) {
            this.id = id;
            this.phase = phase;
            this.total = total;
        }

        void tell(long done) {
            if (System.nanoTime() - told >= TELL_EVERY.toNanos()) {
                told = System.nanoTime();
                store.progress(id, phase, done, total, clock.instant());
            }
        }
    }

    /** Takes the transaction back and the tally out of it. */
    private static final class Undone extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient ImportTally tally;

        Undone(ImportTally tally) {
            super("undone", null, false, false);
            this.tally = tally;
        }
    }
}
