package io.berth.monitoring.app.alert;

import io.berth.monitoring.domain.alert.Silence;
import io.berth.monitoring.store.alert.AlertStore;
import io.berth.monitoring.store.alert.SilenceStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.InstantSource;

/** Makes and ends silences. Alone among alerts, so that their number is bounded. */
@ApplicationScoped
public class Silences {
    private final SilenceStore store;
    private final AlertStore alerts;
    private final AlertSettings settings;
    private final InstantSource clock;

    @Inject
    public Silences(
            SilenceStore store, AlertStore alerts, AlertSettings settings, InstantSource clock) {
        this.store = store;
        this.alerts = alerts;
        this.settings = settings;
        this.clock = clock;
    }

    /** What came of a wish. */
    public sealed interface Made {
        /** It is kept. */
        record Kept(Silence silence) implements Made {}

        /** There are as many as may be. */
        record TooMany(long max) implements Made {}
    }

    /** Keeps a new silence. */
    @Transactional
    public Made make(Silence silence) {
        alerts.alone();
        Instant now = clock.instant();
        if (store.countNotEnded(now) >= settings.maxSilences()) {
            return new Made.TooMany(settings.maxSilences());
        }
        store.save(silence);
        return new Made.Kept(silence);
    }

    /** Ends a silence; false when there is none. */
    @Transactional
    public boolean end(String id) {
        return store.delete(id);
    }
}
