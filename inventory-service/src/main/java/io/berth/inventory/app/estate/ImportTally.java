package io.berth.inventory.app.estate;

import io.berth.contracts.inventory.InventoryState;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.InventoryRefusal;
import io.berth.inventory.domain.Located;
import io.berth.inventory.domain.estate.Difference;
import io.berth.inventory.domain.estate.ImportReport;
import io.berth.inventory.store.Register;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.LongConsumer;

/** Counts what an import does, and keeps the first of what it changes and of what it refuses. */
final class ImportTally {
    /** Refusals that are told: enough to mend a file by, and the answer stays small. */
    static final int MAX_ERRORS = 200;

    /** Differences that are told, for the same reason. */
    static final int MAX_DIFFERENCES = 500;

    /** Never told as a difference: it rises with each of the others. */
    private static final Set<String> IGNORED = Set.of("revision");

    private static final int[] NONE = new int[3];
    private static final int CREATED = 0;
    private static final int CHANGED = 1;
    private static final int UNCHANGED = 2;

    private final boolean dryRun;
    private final boolean reliedOn;
    private final BiPredicate<EntityKind, String> brought;
    private final LongConsumer progress;
    private final Map<EntityKind, int[]> counts = new EnumMap<>(EntityKind.class);
    private final List<ImportReport.Changed> differences = new ArrayList<>();
    private final List<Located> refusals = new ArrayList<>();
    private long differenceCount;
    private long refusalCount;
    private long done;

    /** While a file is read by itself. */
    ImportTally(boolean dryRun, LongConsumer progress) {
        this(dryRun, false, (_, _) -> false, progress);
    }

    /**
     * @param reliedOn whether what comes later in the import is judged by what was saved before, so
     *     that even a dry run saves it, to be undone
     * @param brought whether the file itself has an entity
     * @param progress told of the number of elements that are done with
     */
    ImportTally(
            boolean dryRun,
            boolean reliedOn,
            BiPredicate<EntityKind, String> brought,
            LongConsumer progress) {
        this.dryRun = dryRun;
        this.reliedOn = reliedOn;
        this.brought = brought;
        this.progress = progress;
    }

    /**
     * Whether groups, clusters and hosts are saved: not once it is known that the import is
     * refused, and in a dry run only where something else is judged by them.
     */
    boolean saves() {
        return (reliedOn || !dryRun) && refusalCount == 0;
    }

    /** Whether what is decided will stay; nothing else is worth the writing of many VMs. */
    boolean keeps() {
        return !dryRun && refusalCount == 0;
    }

    boolean isRefused() {
        return refusalCount > 0;
    }

    boolean changesNothing() {
        return differenceCount == 0;
    }

    void step() {
        progress.accept(++done);
    }

    /**
     * Notes a refusal. What refers to an entity of the file that is itself refused is not refused
     * for that: it is judged when the other is mended.
     */
    void refuse(Located refusal) {
        if (isRefused()
                && refusal.refusal()
                        instanceof InventoryRefusal.UnknownReference(EntityKind kind, String id)
                && brought.test(kind, id)) {
            return;
        }
        if (refusals.size() < MAX_ERRORS) {
            refusals.add(refusal);
        }
        refusalCount++;
    }

    void refuse(List<Located> all, String under) {
        all.forEach(refusal -> refuse(refusal.under(under)));
    }

    void unchanged(EntityKind kind) {
        count(kind, UNCHANGED);
    }

    void created(EntityKind kind, String id) {
        count(kind, CREATED);
        note(new ImportReport.Changed(kind.label(), id, "created", List.of()));
    }

    void changed(EntityKind kind, String id, InventoryState before, InventoryState after) {
        changed(
                kind,
                id,
                Difference.between(Register.fields(before), Register.fields(after), IGNORED));
    }

    void changed(EntityKind kind, String id, List<Difference> fields) {
        count(kind, CHANGED);
        note(new ImportReport.Changed(kind.label(), id, "changed", fields));
    }

    private void count(EntityKind kind, int what) {
        counts.computeIfAbsent(kind, _ -> new int[NONE.length])[what]++;
    }

    private void note(ImportReport.Changed changed) {
        if (differences.size() < MAX_DIFFERENCES) {
            differences.add(changed);
        }
        differenceCount++;
    }

    /** The refusals that are told; their places are not known yet. */
    List<Located> refusals() {
        return List.copyOf(refusals);
    }

    ImportReport report(List<ImportReport.Fault> errors) {
        Map<String, ImportReport.Counts> byKind = new LinkedHashMap<>();
        counts.forEach((kind, n) ->
                byKind.put(
                        kind.label(),
                        new ImportReport.Counts(n[CREATED], n[CHANGED], n[UNCHANGED])));
        return new ImportReport(byKind, differences, differenceCount, errors, refusalCount);
    }
}
