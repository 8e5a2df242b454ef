package io.berth.keyvault.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.contracts.ids.Principal;
import io.berth.keyvault.app.KeyLives.Standing;
import io.berth.keyvault.domain.Clearance;
import io.berth.keyvault.domain.KeyLife;
import io.berth.keyvault.domain.KeyState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key of a ring as it is shown; never the key itself.
 *
 * @param supersededAt when another one took its place; absent while it protects
 * @param since when it came into its state
 * @param by who brought it there; absent when nobody did
 * @param destroyAt when it is erased; absent unless that is scheduled
 * @param forced whether it is, or was, destroyed whatever needed it; absent otherwise
 * @param usesReserved uses that instances have taken in blocks; at least as many as there were
 * @param census what the holders counted under it; absent in lists
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record KeyView(
        long version,
        KeyState state,
        Instant createdAt,
        @Nullable Instant supersededAt,
        Instant since,
        @Nullable String by,
        @Nullable Instant destroyAt,
        @Nullable Boolean forced,
        long usesReserved,
        @Nullable KeyCensus census) {

    /**
     * What the holders counted under a key.
     *
     * @param records what would be lost with it
     * @param cleared whether nothing needs it, so that it can be destroyed without force
     * @param countFrom counts that began before prove nothing; absent while the key protects
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record KeyCensus(
            long records, boolean cleared, @Nullable Instant countFrom, List<HolderView> holders) {}

    /** What one holder counted under a key. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record HolderView(
            String holder, @Nullable Instant countedAt, long records, Clearance.Need need) {}

    static KeyView of(KeyLife life) {
        return of(life, null);
    }

    static KeyView of(Standing standing) {
        Clearance needed = standing.needed();
        return of(
                standing.life(),
                new KeyCensus(
                        needed.records(),
                        needed.cleared(),
                        needed.countFrom(),
                        needed.standings().stream()
                                .map(holder ->
                                        new HolderView(
                                                holder.holder().value(),
                                                holder.countedAt(),
                                                holder.records(),
                                                holder.need()))
                                .toList()));
    }

    private static KeyView of(KeyLife life, @Nullable KeyCensus census) {
        Principal by = life.by();
        return new KeyView(
                life.version().value(),
                life.state(),
                life.createdAt(),
                life.supersededAt(),
                life.since(),
                by == null ? null : by.value(),
                life.destroyAt(),
                life.forced() ? Boolean.TRUE : null,
                life.usesReserved(),
                census);
    }
}
