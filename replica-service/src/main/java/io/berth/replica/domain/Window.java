package io.berth.replica.domain;

import io.berth.contracts.replica.RelationshipSettings;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A part of the week in local time, such as {@code MONDAY,FRIDAY 18:30-06:00}. A day is the one on
 * which the window opens; where {@code to} is not later than {@code from} it closes on the day
 * after, so {@code 00:00-00:00} is a whole day.
 *
 * <p>When clocks change: a time that does not exist that night stands for the moment of the change;
 * of a time that comes twice, {@code from} means the first and {@code to} the second. So a window
 * never loses a part of the night that its two times enclose. Example: in Berlin {@code
 * 01:00-02:30} lasts one hour in the night in which 02:00 becomes 03:00, and two and a half in the
 * night in which 03:00 becomes 02:00.
 *
 * @param days on which it opens; at least one
 */
public record Window(Set<DayOfWeek> days, LocalTime from, LocalTime to) {
    private static final Pattern TEXT =
            Pattern.compile("(?:([A-Za-z,]{1,60}) )?([0-9:]{5,8})-([0-9:]{5,8})");
    private static final int MINUTES_OF_DAY = 24 * 60;
    private static final int MINUTES_OF_WEEK = 7 * MINUTES_OF_DAY;

    /**
     * @throws IllegalArgumentException when there is no day, or a time has seconds
     */
    public Window {
        if (days.isEmpty()) {
            throw new IllegalArgumentException("a window needs at least one day");
        }
        if (from.getSecond() + from.getNano() + to.getSecond() + to.getNano() != 0) {
            throw new IllegalArgumentException("times of a window are whole minutes");
        }
        days = Set.copyOf(days);
    }

    /** An opening of a window: from this moment until before that one. */
    public record Opening(Instant from, Instant to) {}

    /**
     * Reads {@code MONDAY,FRIDAY 18:30-06:00}; without days it is every day.
     *
     * @throws IllegalArgumentException when it is anything else
     */
    public static Window parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (text.length() > RelationshipSettings.MAX_WINDOW || !matcher.matches()) {
            throw new IllegalArgumentException(
                    "'%.80s' is no window such as MONDAY,FRIDAY 18:30-06:00".formatted(text));
        }
        try {
            String named = matcher.group(1);
            Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
            if (named == null) {
                days = EnumSet.allOf(DayOfWeek.class);
            } else {
                for (String day : named.split(",", -1)) {
                    days.add(DayOfWeek.valueOf(day.toUpperCase(Locale.ROOT)));
                }
            }
            return new Window(
                    days, LocalTime.parse(matcher.group(2)), LocalTime.parse(matcher.group(3)));
        } catch (DateTimeParseException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'%s' is no window such as MONDAY,FRIDAY 18:30-06:00".formatted(text), e);
        }
    }

    /** As {@link #parse} reads it; days in their order. */
    @Override
    public String toString() {
        String times = from + "-" + to;
        return days.size() == 7
                ? times
                : days.stream().sorted().map(DayOfWeek::name).collect(Collectors.joining(","))
                        + " "
                        + times;
    }

    /** When it is open that began on this day; empty on other days, and where a gap swallows it. */
    Optional<Opening> on(LocalDate day, ZoneId zone) {
        if (!days.contains(day.getDayOfWeek())) {
            return Optional.empty();
        }
        LocalDate last = to.isAfter(from) ? day : day.plusDays(1);
        Instant opens = moment(day.atTime(from), zone, true);
        Instant closes = moment(last.atTime(to), zone, false);
        return opens.isBefore(closes) ? Optional.of(new Opening(opens, closes)) : Optional.empty();
    }

    private static Instant moment(LocalDateTime local, ZoneId zone, boolean first) {
        ZoneOffsetTransition change = zone.getRules().getTransition(local);
        if (change == null) {
            return local.toInstant(zone.getRules().getOffset(local));
        }
        if (change.isGap()) {
            return change.getInstant();
        }
        return local.toInstant(first ? change.getOffsetBefore() : change.getOffsetAfter());
    }

    /** Whether a usual week has a minute in which both are open. */
    boolean overlaps(Window other) {
        for (int[] one : minutes()) {
            for (int[] two : other.minutes()) {
                if (one[0] < two[1] && two[0] < one[1]) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The minutes of the week, from Monday 00:00, in which it is open. */
    private List<int[]> minutes() {
        List<int[]> parts = new ArrayList<>();
        int opens = from.getHour() * 60 + from.getMinute();
        int closes = to.getHour() * 60 + to.getMinute();
        int length = closes > opens ? closes - opens : closes - opens + MINUTES_OF_DAY;
        for (DayOfWeek day : days) {
            int start = day.ordinal() * MINUTES_OF_DAY + opens;
            int end = start + length;
            parts.add(new int[] {start, Math.min(end, MINUTES_OF_WEEK)});
            if (end > MINUTES_OF_WEEK) {
                parts.add(new int[] {0, end - MINUTES_OF_WEEK});
            }
        }
        parts.sort(Comparator.comparingInt(part -> part[0]));
        return parts;
    }
}
