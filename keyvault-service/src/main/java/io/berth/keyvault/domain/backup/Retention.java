package io.berth.keyvault.domain.backup;

import io.berth.contracts.ids.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which backups are no longer needed.
 *
 * <p><b>Goal.</b> Go back some way, though a busy day makes many backups: one is taken after each
 * change of keys, too.
 *
 * <p><b>Steps.</b> Time is cut into periods of the length between two regular backups. Of each
 * period the newest backup is kept, and of those the {@code keep} newest. So what a day's last
 * backup spoils, the one of the day before still has. Backups that somebody asked for are no
 * business of that: of them the {@code keep} newest stay, whenever they were taken.
 *
 * <p><b>Example.</b> Every day, keep 2: of Monday 9:00 and 18:00, Tuesday 3:00 and Thursday 3:00
 * stay Tuesday's and Thursday's. Linear in the backups, but for sorting them.
 */
public final class Retention {
    private Retention() {}

    /**
     * What may go, the oldest first.
     *
     * @param itself who takes backups unasked
     */
    public static List<Backup> surplus(
            List<Backup> backups, Principal itself, Duration every, int keep) {
        Comparator<Backup> byTime = Comparator.comparing(Backup::takenAt).thenComparing(Backup::id);
        Map<Long, Backup> ofPeriod = new HashMap<>();
        List<Backup> askedFor = new ArrayList<>();
        for (Backup backup : backups) {
            if (backup.by().equals(itself)) {
                ofPeriod.merge(
                        period(backup.takenAt(), every),
                        backup,
                        (a, b) -> byTime.compare(a, b) < 0 ? b : a);
            } else {
                askedFor.add(backup);
            }
        }
        Set<Backup> kept = new HashSet<>(newest(ofPeriod.values(), byTime, keep));
        kept.addAll(newest(askedFor, byTime, keep));
        return backups.stream().filter(backup -> !kept.contains(backup)).sorted(byTime).toList();
    }

    private static List<Backup> newest(
            Collection<Backup> backups, Comparator<Backup> byTime, int keep) {
        return backups.stream().sorted(byTime.reversed()).limit(keep).toList();
    }

    private static long period(Instant time, Duration every) {
        return Math.floorDiv(time.toEpochMilli(), every.toMillis());
    }
}
