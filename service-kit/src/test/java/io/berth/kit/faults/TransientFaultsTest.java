package io.berth.kit.faults;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.OptimisticLockException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import javax.transaction.xa.XAException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/** Which failures are waited out, and which are not. */
class TransientFaultsTest {
    @Test
    void whatPassesByItself() {
        List<Throwable> passing =
                List.of(
                        new SQLTransientConnectionException("pool"),
                        new SQLException("Sorry, acquisition timeout!"),
                        new SQLException("connection", "08006"),
                        new SQLException("deadlock", "40P01"),
                        new SQLException("serialization", "40001"),
                        new SQLException("too many connections", "53300"),
                        new SQLException("shutting down", "57P01"),
                        new SQLException("lock timeout", "55P03"),
                        new OptimisticLockException("version"),
                        new TimeoutException("broker"),
                        new XAException(XAException.XAER_RMFAIL));
        for (Throwable failure : passing) {
            assertThat(TransientFaults.isTransient(new IllegalStateException(failure)))
                    .as("%s", failure)
                    .isTrue();
        }
    }

    @Test
    void whatWouldComeAgain() {
        List<Throwable> lasting =
                List.of(
                        new IllegalArgumentException("bug"),
                        new SQLException("no such column", "42703"),
                        new SQLException("unique", "23505"),
                        new SQLException("too long", "22001"),
                        new RecordTooLargeException("too large"));
        for (Throwable failure : lasting) {
            assertThat(TransientFaults.isTransient(new IllegalStateException(failure)))
                    .as("%s", failure)
                    .isFalse();
        }
        assertThat(TransientFaults.isTransient(null)).isFalse();
    }

    @Test
    void suppressedFailuresAndCirclesAreFollowed() {
        IllegalStateException commit = new IllegalStateException("could not commit");
        commit.addSuppressed(new SQLException("gone", "08003"));
        assertThat(TransientFaults.isTransient(commit)).isTrue();
        IllegalStateException one = new IllegalStateException("one");
        IllegalStateException two = new IllegalStateException("two", one);
        one.initCause(two);
        assertThat(TransientFaults.isTransient(one)).isFalse();
        assertThat(TransientFaults.isStale(new RuntimeException(new OptimisticLockException())))
                .isTrue();
    }
}
