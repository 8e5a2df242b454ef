package io.berth.keyvault.domain;

import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether anything still needs a key, as far as the holders of ciphertexts have counted.
 *
 * <p><b>Goal.</b> A key is erased only when no ciphertext under it is left anywhere. The vault
 * keeps no ciphertexts, so it cannot look; whoever keeps them counts.
 *
 * <p><b>Steps.</b> A count of zero proves something only if no more records under this key can come
 * into being afterwards. The key protected until another took its place; what it protected at the
 * last moment may have been on its way into the holder's table for a while ({@code flight}). So
 * each holder must have begun a count later than that, and found none.
 *
 * <p><b>Example.</b> Key 3 was replaced at 12:00, the longest flight is 10 minutes. Inventory
 * counted zero at 12:05: {@link Need#COUNTED_TOO_EARLY}. At 12:15 it counts zero again: {@link
 * Need#NONE}. Replica counted 17 at 12:20: {@link Need#HAS_RECORDS}. The key is cleared when
 * replica has counted zero too. Linear in the number of holders.
 *
 * @param countFrom counts that began before prove nothing; null while the key still protects
 * @param standings of all holders
 */
public record Clearance(@Nullable Instant countFrom, List<Standing> standings) {
    /** Copies the list. */
    public Clearance {
        standings = List.copyOf(standings);
    }

    /** What a holder's count says about a key. */
    public enum Need {
        /** It has no record under it. */
        NONE,
        /** It has records under it. */
        HAS_RECORDS,
        /** It counted none, but at a time at which one may still have been on its way. */
        COUNTED_TOO_EARLY,
        /** It has never counted. */
        NEVER_COUNTED
    }

    /**
     * What one holder's newest count says about a key.
     *
     * @param countedAt null when it never counted
     * @param records under this key at that time
     */
    public record Standing(
            Principal holder, @Nullable Instant countedAt, long records, Need need) {}

    /**
     * Judges the counts.
     *
     * @param supersededAt when the key stopped protecting; null while it protects
     * @param flight the longest time from protecting a record to saving it
     */
    public static Clearance of(
            KeyVersion version,
            @Nullable Instant supersededAt,
            Duration flight,
            List<HolderCount> counts) {
        Instant from = supersededAt == null ? null : supersededAt.plus(flight);
        return new Clearance(
                from, counts.stream().map(count -> standing(count, version, from)).toList());
    }

    private static Standing standing(
            HolderCount count, KeyVersion version, @Nullable Instant from) {
        Instant countedAt = count.countedAt();
        long records = count.of(version);
        Need need;
        if (countedAt == null) {
            need = Need.NEVER_COUNTED;
        } else if (records > 0) {
            need = Need.HAS_RECORDS;
        } else {
            need = from != null && countedAt.isAfter(from) ? Need.NONE : Need.COUNTED_TOO_EARLY;
        }
        return new Standing(count.holder(), countedAt, records, need);
    }

    /** Whether no holder needs the key. A ring without any holder has nobody who needs it. */
    public boolean cleared() {
        return countFrom != null
                && standings.stream().allMatch(standing -> standing.need() == Need.NONE);
    }

    /** How many records the holders know of: what is lost with the key. */
    public long records() {
        return standings.stream().mapToLong(Standing::records).sum();
    }
}
