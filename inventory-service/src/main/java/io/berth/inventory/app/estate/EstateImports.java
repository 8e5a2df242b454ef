package io.berth.inventory.app.estate;

import io.berth.contracts.ids.Principal;
import io.berth.inventory.app.Actor;
import io.berth.inventory.domain.Verdict;
import io.berth.inventory.domain.estate.EstateImport;
import io.berth.inventory.domain.estate.EstateRefusal;
import io.berth.inventory.store.estate.ImportStore;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Imports as operations: begun by a request, worked on in the background on behalf of its caller,
 * looked at by anybody at any instance. There is one at a time, since each holds all the trees that
 * it concerns.
 */
@ApplicationScoped
public class EstateImports {
    /** Longest wait for an import at shutdown; it is undone then. */
    private static final Duration STOP_WITHIN = Duration.ofSeconds(3);

    private final ImportStore store;
    private final ImportWork work;
    private final Actor actor;
    private final InstantSource clock;
    private volatile @Nullable Thread worker;

    EstateImports(ImportStore store, ImportWork work, Actor actor, InstantSource clock) {
        this.store = store;
        this.work = work;
        this.actor = actor;
        this.clock = clock;
    }

    /** Begins an import, which goes on when this returns. The source is let go of in any case. */
    public Verdict<EstateImport> begin(EstateSource source, boolean dryRun) {
        Principal by = actor.current();
        Optional<Long> begun = store.begin(dryRun, by, clock.instant());
        if (begun.isEmpty()) {
            source.discard();
            return Verdict.refused(new EstateRefusal.ImportRunning(store.running().orElse(0L)));
        }
        long id = begun.get();
        worker =
                Thread.ofPlatform()
                        .name("estate-import-" + id)
                        .daemon()
                        .start(() -> actor.onBehalfOf(by, () -> work(id, source, dryRun)));
        return find(id);
    }

    private boolean work(long id, EstateSource source, boolean dryRun) {
        try {
            work.run(id, source, dryRun);
            return true;
        } finally {
            source.discard();
        }
    }

    /** An import. */
    public Verdict<EstateImport> find(long id) {
        return store.find(id)
                .<Verdict<EstateImport>>map(Verdict.Accepted::new)
                .orElseGet(
                        () -> Verdict.refused(new EstateRefusal.ImportNotFound(Long.toString(id))));
    }

    /** The remembered imports, the newest first. */
    public List<EstateImport> all() {
        return store.all();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        Thread running = worker;
        if (running != null) {
            running.interrupt();
            running.join(STOP_WITHIN);
        }
    }
}
