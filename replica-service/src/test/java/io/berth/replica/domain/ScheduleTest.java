package io.berth.replica.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
    private static Schedule schedule(String zone, String... windows) {
        return new Schedule(Stream.of(windows).map(Window::parse).toList(), ZoneId.of(zone));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    # a usual night, over midnight
                    Europe/Berlin       | 2026-02-10 | 18:30-06:00 | 2026-02-10T17:30:00Z | 2026-02-11T05:00:00Z
                    # 02:00 becomes 03:00: half an hour is left of 01:30 to 03:00
                    Europe/Berlin       | 2026-03-29 | 01:30-03:00 | 2026-03-29T00:30:00Z | 2026-03-29T01:00:00Z
                    # opens at a time that does not exist: at the change
                    Europe/Berlin       | 2026-03-29 | 02:15-04:00 | 2026-03-29T01:00:00Z | 2026-03-29T02:00:00Z
                    # closes at a time that does not exist: at the change
                    Europe/Berlin       | 2026-03-29 | 01:00-02:30 | 2026-03-29T00:00:00Z | 2026-03-29T01:00:00Z
                    # 03:00 becomes 02:00: the hour comes twice and counts twice
                    Europe/Berlin       | 2026-10-25 | 02:15-02:45 | 2026-10-25T00:15:00Z | 2026-10-25T01:45:00Z
                    Europe/Berlin       | 2026-10-24 | 18:30-06:00 | 2026-10-24T16:30:00Z | 2026-10-25T05:00:00Z
                    America/New_York    | 2026-03-08 | 01:00-03:30 | 2026-03-08T06:00:00Z | 2026-03-08T07:30:00Z
                    America/New_York    | 2026-11-01 | 01:30-02:00 | 2026-11-01T05:30:00Z | 2026-11-01T07:00:00Z
                    America/New_York    | 2026-10-31 | 22:00-01:30 | 2026-11-01T02:00:00Z | 2026-11-01T06:30:00Z
                    # half an hour: 02:00 becomes 02:30, and 02:00 becomes 01:30
                    Australia/Lord_Howe | 2026-10-04 | 01:45-02:15 | 2026-10-03T15:15:00Z | 2026-10-03T15:30:00Z
                    Australia/Lord_Howe | 2026-04-05 | 01:30-02:00 | 2026-04-04T14:30:00Z | 2026-04-04T15:30:00Z
                    # a whole day has 23, 25 and 24 hours
                    Europe/Berlin       | 2026-03-29 | 00:00-00:00 | 2026-03-28T23:00:00Z | 2026-03-29T22:00:00Z
                    Europe/Berlin       | 2026-10-25 | 00:00-00:00 | 2026-10-24T22:00:00Z | 2026-10-25T23:00:00Z
                    UTC                 | 2026-10-25 | 00:00-00:00 | 2026-10-25T00:00:00Z | 2026-10-26T00:00:00Z
                    """)
    void opensAndClosesByTheClocksOfTheZone(
            String zone, LocalDate day, String window, Instant opens, Instant closes) {
        assertThat(Window.parse(window).on(day, ZoneId.of(zone)))
                .contains(new Window.Opening(opens, closes));
        Schedule schedule = schedule(zone, window);
        assertThat(schedule.isOpen(opens)).isTrue();
        assertThat(schedule.isOpen(closes.minusNanos(1))).isTrue();
    }

    @Test
    void aWindowThatTheGapSwallowsIsNotOpenThatNight() {
        Window window = Window.parse("SUNDAY 02:10-02:50");
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        assertThat(window.on(LocalDate.parse("2026-03-29"), berlin)).isEmpty();
        assertThat(
                        new Schedule(List.of(window), berlin)
                                .nextOpen(Instant.parse("2026-03-28T12:00:00Z")))
                .isEqualTo(Instant.parse("2026-04-05T00:10:00Z"));
    }

    @Test
    void waitsForTheNextWindow() {
        Schedule schedule = schedule("Europe/Berlin", "FRIDAY 19:00-05:00", "SUNDAY 08:00-10:00");
        // Friday afternoon, Friday night, Saturday morning, Sunday after.
        assertThat(schedule.nextOpen(Instant.parse("2026-02-13T12:00:00Z")))
                .isEqualTo(Instant.parse("2026-02-13T18:00:00Z"));
        Instant night = Instant.parse("2026-02-14T03:59:59Z");
        assertThat(schedule.nextOpen(night)).isEqualTo(night);
        assertThat(schedule.nextOpen(Instant.parse("2026-02-14T04:00:00Z")))
                .isEqualTo(Instant.parse("2026-02-15T07:00:00Z"));
        Instant sunday = Instant.parse("2026-02-15T08:59:59Z");
        assertThat(schedule.nextOpen(sunday)).isEqualTo(sunday);
        assertThat(schedule.nextOpen(Instant.parse("2026-02-15T09:00:00Z")))
                .isEqualTo(Instant.parse("2026-02-20T18:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    MONDAY 08:00-10:00        | MONDAY 09:00-11:00         | true
                    MONDAY 08:00-10:00        | MONDAY 10:00-11:00         | false
                    MONDAY 08:00-10:00        | TUESDAY 08:00-10:00        | false
                    MONDAY 22:00-06:00        | TUESDAY 05:59-07:00        | true
                    SUNDAY 22:00-06:00        | MONDAY 05:00-07:00         | true
                    SUNDAY 22:00-06:00        | MONDAY 06:00-07:00         | false
                    00:00-00:00               | WEDNESDAY 12:00-12:01      | true
                    MONDAY,FRIDAY 18:30-06:00 | SATURDAY,SUNDAY 03:00-04:00 | true
                    """)
    void findsWindowsThatOverlap(String one, String other, boolean overlap) {
        List<Window> windows = List.of(Window.parse(one), Window.parse(other));
        assertThat(Schedule.clash(windows).isPresent()).isEqualTo(overlap);
        assertThat(Schedule.clash(windows.reversed()).isPresent()).isEqualTo(overlap);
        if (overlap) {
            assertThat(Schedule.clash(windows))
                    .contains(new Schedule.Clash(windows.getFirst(), windows.getLast()));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "MONDAY",
                "18:30",
                "MOON 18:30-06:00",
                "MONDAY 25:00-06:00",
                "MONDAY 18:30:30-06:00",
                "MONDAY,  18:30-06:00",
                "18:30–06:00"
            })
    void refusesWhatIsNoWindow(String text) {
        assertThatThrownBy(() -> Window.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isWrittenAsItIsRead() {
        for (String text : List.of("18:30-06:00", "MONDAY,SUNDAY 00:00-00:00")) {
            assertThat(Window.parse(text)).hasToString(text);
        }
        assertThat(Window.parse("sunday,monday 01:00-02:00"))
                .hasToString("MONDAY,SUNDAY 01:00-02:00");
    }

    @Test
    void countsAndFindsSlotsAsAMinuteByMinuteWalkDoes() {
        long seed = Long.getLong("berth.random.seed", System.nanoTime());
        System.out.println("windows: -Dberth.random.seed=" + seed);
        Random random = new Random(seed);
        List<String> zones = List.of("Europe/Berlin", "America/New_York", "Australia/Lord_Howe");
        // Days around the changes of clocks, where the arithmetic could go wrong.
        List<String> days = List.of("2026-03-07", "2026-03-28", "2026-04-04", "2026-10-03");
        for (int run = 0; run < 60; run++) {
            ZoneId zone = ZoneId.of(zones.get(random.nextInt(zones.size())));
            List<Window> windows = windows(random);
            Schedule schedule = new Schedule(windows, zone);
            Instant start =
                    LocalDate.parse(days.get(random.nextInt(days.size())))
                            .atStartOfDay(zone)
                            .toInstant()
                            .plusSeconds(random.nextInt(86_400));
            Grid grid = new Grid(start, Frequency.EVERY_5_MINUTES);
            Instant end = start.plus(Duration.ofHours(60));
            long open = 0;
            Instant first = null;
            for (Instant slot = grid.firstAfter(start);
                    !slot.isAfter(end);
                    slot = grid.firstAfter(slot)) {
                if (walksIntoAWindow(windows, zone, slot)) {
                    open++;
                    first = first == null ? slot : first;
                    assertThat(schedule.isOpen(slot)).as("%s %s %s", windows, zone, slot).isTrue();
                } else {
                    assertThat(schedule.isOpen(slot)).as("%s %s %s", windows, zone, slot).isFalse();
                }
            }
            assertThat(schedule.slotsBetween(grid, start, end))
                    .as("%s in %s from %s", windows, zone, start)
                    .isEqualTo(open);
            if (first != null) {
                assertThat(schedule.firstSlotAfter(grid, start)).isEqualTo(first);
            }
        }
    }

    /** Windows of at least ten minutes, so that each has a slot of five. */
    private static List<Window> windows(Random random) {
        List<Window> found = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            int from = random.nextInt(24 * 60);
            int to = (from + 10 + random.nextInt(600)) % (24 * 60);
            Window window =
                    Window.parse(
                            "%02d:%02d-%02d:%02d"
                                    .formatted(from / 60, from % 60, to / 60, to % 60));
            if (found.stream().noneMatch(window::overlaps)) {
                found.add(window);
            }
        }
        return found;
    }

    /** By the wall clock alone: open from its first reading of "from" to its last of "to". */
    private static boolean walksIntoAWindow(List<Window> windows, ZoneId zone, Instant moment) {
        LocalDate day = moment.atZone(zone).toLocalDate();
        for (Window window : windows) {
            for (LocalDate begin : List.of(day.minusDays(1), day)) {
                LocalDate last = window.to().isAfter(window.from()) ? begin : begin.plusDays(1);
                Instant opens = begin.atTime(window.from()).atZone(zone).toInstant();
                Instant closes =
                        last.atTime(window.to())
                                .atZone(zone)
                                .withLaterOffsetAtOverlap()
                                .toInstant();
                if (zone.getRules().getTransition(begin.atTime(window.from())) != null
                        && zone.getRules().getTransition(begin.atTime(window.from())).isGap()) {
                    opens = zone.getRules().getTransition(begin.atTime(window.from())).getInstant();
                }
                if (zone.getRules().getTransition(last.atTime(window.to())) != null
                        && zone.getRules().getTransition(last.atTime(window.to())).isGap()) {
                    closes = zone.getRules().getTransition(last.atTime(window.to())).getInstant();
                }
                if (!moment.isBefore(opens) && moment.isBefore(closes)) {
                    return true;
                }
            }
        }
        return false;
    }
}
