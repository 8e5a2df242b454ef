package io.berth.replica.domain;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which recovery points are kept.
 *
 * <p>Goals: always the newest; beside it, as many as agreed, one for each of the hours before, so
 * that one can go back further the more there are.
 *
 * <p>Steps: sort newest first; keep the newest; then of each clock hour (UTC) earlier than that of
 * the newest, and not more than N hours earlier, keep the newest. With N = 2, newest at 12:40: the
 * points 12:10 (same hour), 11:59, 11:30, 10:58 and 9:59 leave 12:40, 11:59 and 10:58. Which point
 * of an hour stays does not depend on when it is asked: a point that is dropped would never have
 * been kept later. O(n log n) for n points, and n is small: at most N + 1 and those that came
 * since.
 */
public final class Thinning {
    private Thinning() {}

    /**
     * The points that stay, newest first.
     *
     * @param beside how many are kept beside the newest one
     */
    public static List<RecoveryPoint> kept(List<RecoveryPoint> points, int beside) {
        if (points.isEmpty()) {
            return List.of();
        }
        List<RecoveryPoint> sorted =
                points.stream()
                        .sorted(
                                Comparator.comparing(RecoveryPoint::pointAt)
                                        .thenComparing(RecoveryPoint::cycle)
                                        .reversed())
                        .toList();
        Instant newestHour = hour(sorted.getFirst());
        Instant oldest = newestHour.minus(Duration.ofHours(beside));
        Set<Instant> hours = new HashSet<>();
        hours.add(newestHour);
        List<RecoveryPoint> kept = new ArrayList<>();
        kept.add(sorted.getFirst());
        for (RecoveryPoint point : sorted) {
            Instant hour = hour(point);
            if (!hour.isBefore(oldest) && hours.add(hour)) {
                kept.add(point);
            }
        }
        return kept;
    }

    private static Instant hour(RecoveryPoint point) {
        return point.pointAt().truncatedTo(ChronoUnit.HOURS);
    }
}
