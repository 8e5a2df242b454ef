package io.berth.keyvault.store;

import io.berth.kit.store.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.UUID;

/**
 * How often somebody tried to open the vault: in the database, so that neither a restart nor
 * another instance gives more attempts. Hard state.
 */
@ApplicationScoped
public class UnsealAttempts {
    /** Attempts in a minute, at all instances together. */
    public static final int LIMIT = 5;

    private static final long WINDOW_SECONDS = 60;

    private final Sql sql;

    UnsealAttempts(Sql sql) {
        this.sql = sql;
    }

    /** Whether one may be made. */
    public sealed interface Turn {
        /**
         * It may, and counts from now on, also when the instance stops in the middle of it.
         *
         * @param left how many more may be made in this minute
         */
        record Taken(UUID id, int left) implements Turn {}

        /** Not before this time has gone. */
        record Wait(Duration time) implements Turn {}
    }

    private record Recent(int number, long secondsLeft) {}

    /** Takes an attempt, in a transaction of its own. */
    public Turn take() {
        return QuarkusTransaction.requiringNew()
                .call(() -> {
                    sql.alone("unseal-attempts");
                    Recent recent =
                            sql.first(
                                            "select count(*), coalesce(ceil(extract(epoch from"
                                                + " min(at) + make_interval(secs => ?) - now())),"
                                                + " 0) from unseal_attempt where at > now() -"
                                                + " make_interval(secs => ?)",
                                            row -> new Recent(row.getInt(1), row.getLong(2)),
                                            (double) WINDOW_SECONDS,
                                            (double) WINDOW_SECONDS)
                                    .orElseThrow();
                    if (recent.number() >= LIMIT) {
                        return new Turn.Wait(Duration.ofSeconds(Math.max(1, recent.secondsLeft())));
                    }
                    sql.update(
                            "delete from unseal_attempt where (told or not refused) and at < now()"
                                    + " - make_interval(secs => ?)",
                            (double) WINDOW_SECONDS);
                    UUID id = UUID.randomUUID();
                    sql.update("insert into unseal_attempt (id) values (?)", id);
                    return new Turn.Taken(id, LIMIT - recent.number() - 1);
                });
    }

    /** It opened the vault, and counts no longer. */
    public void opened(UUID id) {
        sql.update("delete from unseal_attempt where id = ?", id);
    }

    /** It did not. */
    public void refused(UUID id) {
        sql.update("update unseal_attempt set refused = true where id = ?", id);
    }

    /** How many were refused that the audit trail was not told of yet; it is being told now. */
    public long tell() {
        return sql.first(
                        "with told as (update unseal_attempt set told = true where refused and"
                                + " not told returning 1) select count(*) from told",
                        row -> row.getLong(1))
                .orElse(0L);
    }
}
