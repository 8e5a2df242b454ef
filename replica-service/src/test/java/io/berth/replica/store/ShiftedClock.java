package io.berth.replica.store;

import io.quarkus.test.Mock;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/** The database's clock, moved forward by tests that do not want to wait for half a minute. */
@Mock
@Singleton
public class ShiftedClock extends DatabaseClock {
    private static final AtomicReference<Duration> AHEAD = new AtomicReference<>(Duration.ZERO);

    ShiftedClock(Database database) {
        super(database);
    }

    /** From now on it is so much later. */
    public static void advance(Duration by) {
        AHEAD.accumulateAndGet(by, Duration::plus);
    }

    @Override
    public Instant now() {
        return super.now().plus(AHEAD.get());
    }
}
