package io.berth.replica.domain;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When something may begin: always, or while one of some windows is open. What has begun may end
 * after the window.
 *
 * <p>Openings are worked out day by day around the moment asked for, so a question costs some days
 * times the number of windows, at most {@value #LOOK_AHEAD} days.
 *
 * @param windows at most {@code RelationshipSettings.MAX_WINDOWS}; none stands for always
 * @param zone in which they are meant
 */
public record Schedule(List<Window> windows, ZoneId zone) {
    /** A window opens every week; one night a year may swallow it, so the second week is enough. */
    private static final int LOOK_AHEAD = 15;

    /** Slots that passed are counted so far back; that many are missed by any measure. */
    private static final int LOOK_BACK = 8;

    /** Takes a copy. */
    public Schedule {
        windows = List.copyOf(windows);
    }

    /** Without windows: always. */
    public static Schedule always(ZoneId zone) {
        return new Schedule(List.of(), zone);
    }

    /** Two windows that are open at the same time. */
    public record Clash(Window one, Window other) {}

    /** The first two windows that overlap. */
    public static Optional<Clash> clash(List<Window> windows) {
        for (int i = 0; i < windows.size(); i++) {
            for (int j = i + 1; j < windows.size(); j++) {
                if (windows.get(i).overlaps(windows.get(j))) {
                    return Optional.of(new Clash(windows.get(i), windows.get(j)));
                }
            }
        }
        return Optional.empty();
    }

    /** Whether something may begin now. */
    public boolean isOpen(Instant now) {
        return now.equals(nextOpen(now));
    }

    /** The first moment, not before this one, at which something may begin. */
    public Instant nextOpen(Instant moment) {
        if (windows.isEmpty()) {
            return moment;
        }
        Window.Opening next = nextOpening(moment);
        return next.from().isBefore(moment) ? moment : next.from();
    }

    /** The earliest opening that is not over at this moment. */
    private Window.Opening nextOpening(Instant moment) {
        LocalDate today = moment.atZone(zone).toLocalDate();
        Window.Opening best = null;
        for (int day = -1; day <= LOOK_AHEAD; day++) {
            best = earlier(best, today.plusDays(day), moment);
            // What opens on a later day opens later, but the clocks may differ by hours.
            if (best != null && day >= 1) {
                return best;
            }
        }
        if (best == null) {
            throw new IllegalStateException("no opening of " + windows + " after " + moment);
        }
        return best;
    }

    private Window.@Nullable Opening earlier(
            Window.@Nullable Opening best, LocalDate day, Instant moment) {
        Window.Opening found = best;
        for (Window window : windows) {
            Window.Opening opening = window.on(day, zone).orElse(null);
            if (opening != null
                    && opening.to().isAfter(moment)
                    && (found == null || opening.from().isBefore(found.from()))) {
                found = opening;
            }
        }
        return found;
    }

    /** The first slot of a grid later than this that lies in a window. */
    Instant firstSlotAfter(Grid grid, Instant moment) {
        Instant slot = grid.firstAfter(moment);
        if (windows.isEmpty()) {
            return slot;
        }
        // A slot before the opening is followed by the first one inside; a window shorter than the
        // interval may have none, and then the opening itself is the slot.
        Window.Opening opening = nextOpening(slot);
        Instant inside = slot;
        if (slot.isBefore(opening.from())) {
            Instant first = grid.firstAfter(opening.from().minusNanos(1));
            inside = first.isBefore(opening.to()) ? first : opening.from();
        }
        return inside;
    }

    /**
     * How many slots of a grid are later than {@code after}, not later than {@code upTo}, and in a
     * window.
     */
    long slotsBetween(Grid grid, Instant after, Instant upTo) {
        if (windows.isEmpty() || !upTo.isAfter(after)) {
            return grid.slotsBetween(after, upTo);
        }
        LocalDate last = upTo.atZone(zone).toLocalDate();
        LocalDate first = after.atZone(zone).toLocalDate().minusDays(1);
        LocalDate from =
                first.isBefore(last.minusDays(LOOK_BACK)) ? last.minusDays(LOOK_BACK) : first;
        List<Window.Opening> openings = new ArrayList<>();
        for (LocalDate day = from; !day.isAfter(last); day = day.plusDays(1)) {
            for (Window window : windows) {
                window.on(day, zone).ifPresent(openings::add);
            }
        }
        openings.sort(Comparator.comparing(Window.Opening::from));
        long slots = 0;
        Instant counted = after;
        for (Window.Opening opening : openings) {
            Instant begin = Moments.later(counted, opening.from().minusNanos(1));
            Instant end = Moments.earlier(upTo, opening.to().minusNanos(1));
            if (end.isAfter(begin)) {
                slots += grid.slotsBetween(begin, end);
                counted = end;
            }
        }
        return slots;
    }
}
