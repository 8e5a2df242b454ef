package io.berth.inventory.app;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.narayana.jta.TransactionRunnerOptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.Retry;

/**
 * One transaction for one use case.
 *
 * <p>Two requests that create the same id at the same time both find it free; the second to insert
 * then breaks a unique constraint. Its whole use case is run again: now it sees the first one's row
 * and answers with the refusal that names it, together with all others.
 */
@ApplicationScoped
public class UnitOfWork {
    /** Unique violation, foreign key violation, serialisation failure, deadlock. */
    private static final Set<String> LOST_RACES = Set.of("23505", "23503", "40001", "40P01");

    private final EntityManager entities;

    UnitOfWork(EntityManager entities) {
        this.entities = entities;
    }

    /**
     * Runs {@code work} in its own transaction, and again when it lost a race. A row that lost one
     * race is there to be seen in the next attempt, so few attempts are enough. Inside another unit
     * of work it is part of that one, which is then run again as a whole.
     */
    @Retry(
            maxRetries = 4,
            delay = 10,
            delayUnit = ChronoUnit.MILLIS,
            jitter = 10,
            jitterDelayUnit = ChronoUnit.MILLIS,
            retryOn = LostRace.class)
    public <T> T run(Supplier<T> work) {
        if (QuarkusTransaction.isActive()) {
            return work.get();
        }
        return once(QuarkusTransaction.requiringNew(), work);
    }

    /**
     * The same for work that takes long, such as importing an estate.
     *
     * @param atMost it is undone when it takes longer
     */
    @Retry(
            maxRetries = 4,
            delay = 10,
            delayUnit = ChronoUnit.MILLIS,
            jitter = 10,
            jitterDelayUnit = ChronoUnit.MILLIS,
            maxDuration = 0,
            retryOn = LostRace.class)
    public <T> T runLong(Duration atMost, Supplier<T> work) {
        return once(
                QuarkusTransaction.requiringNew().timeout(Math.toIntExact(atMost.toSeconds())),
                work);
    }

    private <T> T once(TransactionRunnerOptions transaction, Supplier<T> work) {
        try {
            return transaction.call(() -> {
                T result = work.get();
                entities.flush(); // A lost race shows here, not in the commit.
                return result;
            });
        } catch (RuntimeException e) {
            if (lostRace(e)) {
                throw new LostRace(e);
            }
            throw e;
        }
    }

    private static boolean lostRace(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof SQLException sql && LOST_RACES.contains(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    /** Another transaction was first. */
    static final class LostRace extends RuntimeException {
        private static final long serialVersionUID = 1L;

        LostRace(RuntimeException cause) {
            super("lost a race against another transaction", cause);
        }
    }
}
