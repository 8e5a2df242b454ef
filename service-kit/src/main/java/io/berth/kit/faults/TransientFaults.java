package io.berth.kit.faults;

import jakarta.persistence.LockTimeoutException;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.PessimisticLockException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Predicate;
import javax.transaction.xa.XAException;
import org.apache.kafka.common.errors.RetriableException;
import org.hibernate.StaleStateException;
import org.jspecify.annotations.Nullable;

/**
 * Tells failures that pass by themselves (the database or the broker is away, two transactions met)
 * from those that would come again with the same input. Looks through causes and suppressed
 * exceptions, since the transaction manager hides what happened at commit there.
 */
public final class TransientFaults {
    private TransientFaults() {}

    /** Whether trying the same again later may succeed. */
    public static boolean isTransient(@Nullable Throwable failure) {
        return anyOf(failure, TransientFaults::passesByItself);
    }

    /** Whether somebody else changed the row that this transaction had read. */
    public static boolean isStale(@Nullable Throwable failure) {
        return anyOf(
                failure,
                t -> t instanceof OptimisticLockException || t instanceof StaleStateException);
    }

    private static boolean passesByItself(Throwable failure) {
        return switch (failure) {
            case SQLTransientException _, SQLRecoverableException _ -> true;
            case SQLException sql -> isTransientState(sql.getSQLState());
            case OptimisticLockException _, StaleStateException _ -> true;
            case LockTimeoutException _, PessimisticLockException _ -> true;
            case RetriableException _ -> true;
            case XAException _ -> true;
            default -> false;
        };
    }

    /**
     * By SQLSTATE class: 08 connection, 53 resources, 57P0x shutdown, 58 system error, 40 conflict
     * of transactions, 55P03 lock timeout, 25P03 idle too long. The pool's own errors have no
     * state.
     */
    private static boolean isTransientState(@Nullable String state) {
        return state == null
                || state.startsWith("08")
                || state.startsWith("40")
                || state.startsWith("53")
                || state.startsWith("57P")
                || state.startsWith("58")
                || state.equals("55P03")
                || state.equals("25P03");
    }

    private static boolean anyOf(@Nullable Throwable failure, Predicate<Throwable> test) {
        if (failure == null) {
            return false;
        }
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Throwable> open = new ArrayDeque<>();
        open.add(failure);
        while (!open.isEmpty()) {
            Throwable next = open.remove();
            if (!seen.add(next)) {
                continue;
            }
            if (test.test(next)) {
                return true;
            }
            if (next.getCause() != null) {
                open.add(next.getCause());
            }
            Collections.addAll(open, next.getSuppressed());
        }
        return false;
    }
}
