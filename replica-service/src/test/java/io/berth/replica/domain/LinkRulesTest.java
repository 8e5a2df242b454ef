package io.berth.replica.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.ids.RelationshipId;
import io.berth.replica.domain.LinkRules.Answer;
import io.berth.replica.domain.LinkRules.Request;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LinkRulesTest {
    private static final long MB = 1_000_000;
    private static final Instant START = Samples.START;

    private static SiteLink link(long rate, SiteLink.Rated... windows) {
        return new SiteLink(
                "l",
                SiteLink.End.parse("site:east"),
                SiteLink.End.parse("site:west"),
                rate,
                100,
                List.of(windows),
                ZoneOffset.UTC,
                1);
    }

    private static Request request(String id, long seconds, long bytes) {
        return new Request(
                new RelationshipId(id),
                START.plusSeconds(seconds),
                Duration.ofSeconds(30),
                bytes,
                false,
                null);
    }

    @Test
    void givesWhatIsWantedThenWhatIsNeededThenNothing() {
        LinkState link = LinkState.fresh(link(10 * MB), START);
        var a = (Answer.Admitted) LinkRules.admit(request("a", 20, 40 * MB), List.of(link), START);
        assertThat(a.rate()).isEqualTo(4 * MB);
        var b = (Answer.Admitted) LinkRules.admit(request("b", 20, 100 * MB), a.links(), START);
        assertThat(b.rate()).isEqualTo(6 * MB);
        var c = (Answer.Waits) LinkRules.admit(request("c", 25, MB), b.links(), START);
        assertThat(c.until()).isEqualTo(START.plusSeconds(1));
        LinkState.Head head = Objects.requireNonNull(c.links().getFirst().head());
        assertThat(head.relationship().value()).isEqualTo("c");
    }

    @Test
    void nobodyPassesWhoseDeadlineIsEarlier() {
        LinkState full =
                LinkState.fresh(link(10 * MB), START).taking(new RelationshipId("x"), 9 * MB);
        var large =
                (Answer.Waits) LinkRules.admit(request("large", 10, 90 * MB), List.of(full), START);
        var small = LinkRules.admit(request("small", 11, MB), large.links(), START);
        assertThat(small).isInstanceOf(Answer.Waits.class);
        var urgent = LinkRules.admit(request("urgent", 9, MB), large.links(), START);
        assertThat(urgent).isInstanceOf(Answer.Admitted.class);
        // x has ended: now the large one gets all that is free.
        LinkState freed =
                large.links()
                        .getFirst()
                        .ended(9 * MB, Duration.ofSeconds(1), 9 * MB, START.plusSeconds(1));
        var later =
                LinkRules.admit(
                        request("large", 10, 90 * MB), List.of(freed), START.plusSeconds(1));
        assertThat(((Answer.Admitted) later).rate()).isEqualTo(10 * MB);
    }

    @Test
    void aWaiterThatNeverComesBackIsNotWaitedForLong() {
        LinkState full =
                LinkState.fresh(link(10 * MB), START).taking(new RelationshipId("x"), 9 * MB);
        var gone =
                (Answer.Waits) LinkRules.admit(request("gone", 10, 90 * MB), List.of(full), START);
        Instant after = START.plus(LinkState.HEAD_HELD).plusMillis(1);
        assertThat(LinkRules.admit(request("small", 40, MB), gone.links(), after))
                .isInstanceOf(Answer.Admitted.class);
    }

    @Test
    void whatAMoverSentBeyondItsRateIsPaidForFirst() {
        LinkState link = LinkState.fresh(link(10 * MB), START).taking(new RelationshipId("x"), MB);
        LinkState after = link.ended(MB, Duration.ofSeconds(10), 210 * MB, START.plusSeconds(10));
        // 200 MB too much, 50 MB were saved up: a debt of 150 MB is paid in 15 s.
        assertThat(after.tokens()).isEqualTo(-150 * MB);
        var next = LinkRules.admit(request("a", 40, MB), List.of(after), START.plusSeconds(10));
        assertThat(((Answer.Waits) next).until()).isEqualTo(START.plusSeconds(26));
        assertThat(LinkRules.admit(request("a", 40, MB), next.links(), START.plusSeconds(26)))
                .isInstanceOf(Answer.Admitted.class);
    }

    @Test
    void anInitialCopyLeavesHalfOfTheLink() {
        Request all =
                new Request(
                        new RelationshipId("all"),
                        START,
                        Duration.ofMinutes(5),
                        256L << 30,
                        true,
                        null);
        var admitted =
                (Answer.Admitted)
                        LinkRules.admit(all, List.of(LinkState.fresh(link(10 * MB), START)), START);
        assertThat(admitted.rate()).isEqualTo(5 * MB);
    }

    @Test
    void theThrottleOfTheRelationshipHoldsAsWell() {
        Request held =
                new Request(
                        new RelationshipId("a"),
                        START.plusSeconds(1),
                        Duration.ofSeconds(30),
                        100 * MB,
                        false,
                        MB);
        var admitted =
                (Answer.Admitted)
                        LinkRules.admit(
                                held, List.of(LinkState.fresh(link(10 * MB), START)), START);
        assertThat(admitted.rate()).isEqualTo(MB);
    }

    @Test
    void aCycleThatRunsIntoAWindowFitsIntoItsRate() {
        // 12:00; from 12:01 on there is a tenth.
        SiteLink narrow = link(10 * MB, new SiteLink.Rated(Window.parse("12:01-18:00"), MB));
        assertThat(narrow.rateAt(START)).isEqualTo(10 * MB);
        assertThat(narrow.rateAt(START.plusSeconds(60))).isEqualTo(MB);
        assertThat(narrow.leastRate(START, Duration.ofSeconds(59))).isEqualTo(10 * MB);
        assertThat(narrow.leastRate(START, Duration.ofSeconds(61))).isEqualTo(MB);
        SiteLink wide = link(MB, new SiteLink.Rated(Window.parse("11:00-12:01"), 10 * MB));
        assertThat(wide.leastRate(START, Duration.ofSeconds(59))).isEqualTo(10 * MB);
        assertThat(wide.leastRate(START, Duration.ofSeconds(61))).isEqualTo(MB);
        assertThat(
                        new SiteLink(
                                        "l",
                                        narrow.from(),
                                        narrow.to(),
                                        10 * MB,
                                        30,
                                        List.of(),
                                        ZoneId.of("UTC"),
                                        1)
                                .rateAt(START))
                .isEqualTo(3 * MB);
    }

    /** A cycle under way in the random run. */
    private record Running(long rate, long bytes, Instant since, Instant ends) {}

    private static final class Estate {
        final Random random;
        final long rate;
        final Duration[] intervals;
        final Instant[] due;
        final Instant[] lookAt;
        final @Nullable Instant[] waitsSince;
        final Map<Integer, Running> running = new HashMap<>();
        LinkState link;
        long admitted;
        Duration longestWait = Duration.ZERO;

        Estate(long seed) {
            random = new Random(seed);
            rate = (1 + random.nextInt(20)) * MB;
            int size = 5 + random.nextInt(40);
            intervals = new Duration[size];
            due = new Instant[size];
            lookAt = new Instant[size];
            waitsSince = new Instant[size];
            for (int i = 0; i < size; i++) {
                intervals[i] = Frequency.values()[random.nextInt(3)].interval();
                due[i] = START.plusMillis(random.nextLong(intervals[i].toMillis()));
                lookAt[i] = due[i];
            }
            link = LinkState.fresh(link(rate), START);
        }

        /** Bytes so that the whole estate wants some 20 to 120 % of the link. */
        long bytes(int i) {
            double fair = (double) rate * intervals[i].toSeconds() / intervals.length;
            return (long) Math.max(1, fair * (0.2 + random.nextDouble()));
        }

        void end(Instant now) {
            running.entrySet()
                    .removeIf(entry -> {
                        Running cycle = entry.getValue();
                        if (cycle.ends().isAfter(now)) {
                            return false;
                        }
                        Duration ran = Duration.between(cycle.since(), now);
                        link = link.ended(cycle.rate(), ran, cycle.bytes(), now);
                        int i = entry.getKey();
                        due[i] = due[i].plus(intervals[i]);
                        while (due[i].isBefore(now.minus(intervals[i]))) {
                            due[i] = due[i].plus(intervals[i]);
                        }
                        lookAt[i] = due[i].isBefore(now) ? now : due[i];
                        waitsSince[i] = null;
                        return true;
                    });
        }

        /** One instance claims some of what is due, in the order of the deadlines. */
        void round(int instance, Instant now) {
            List<Integer> claimed = new ArrayList<>();
            for (int i = 0; i < due.length; i++) {
                boolean mine = random.nextInt(2) == instance || random.nextInt(4) == 0;
                if (!running.containsKey(i) && !lookAt[i].isAfter(now) && mine) {
                    claimed.add(i);
                }
            }
            claimed.sort(Comparator.comparing(i -> due[i].plus(intervals[i])));
            List<Integer> waiting = new ArrayList<>();
            for (int i : claimed) {
                Instant since = waitsSince[i] == null ? now : waitsSince[i];
                waitsSince[i] = since;
                long guess = bytes(i);
                Request request =
                        new Request(
                                new RelationshipId("r" + i),
                                due[i].plus(intervals[i]),
                                intervals[i],
                                guess,
                                false,
                                null);
                switch (LinkRules.admit(request, List.of(link), now)) {
                    case Answer.Admitted(var links, long given) -> {
                        assertThat(waiting)
                                .as("nobody passes an earlier deadline of the same round")
                                .noneMatch(w ->
                                        due[w].plus(intervals[w])
                                                .isBefore(due[i].plus(intervals[i])));
                        link = links.getFirst();
                        // What is sent differs from what was guessed, the rate does not.
                        long sent = (long) (guess * (0.5 + 1.5 * random.nextDouble()));
                        Duration takes = Duration.ofMillis(1 + 1000 * sent / given);
                        running.put(i, new Running(given, sent, now, now.plus(takes)));
                        longestWait = longer(longestWait, Duration.between(since, now));
                        admitted++;
                    }
                    case Answer.Waits(var links, Instant until) -> {
                        link = links.getFirst();
                        assertThat(until).isAfter(now);
                        lookAt[i] = until;
                        waiting.add(i);
                    }
                }
            }
        }

        private static Duration longer(Duration one, Duration other) {
            return one.compareTo(other) < 0 ? other : one;
        }
    }

    @Test
    void neverExceedsTheLinkAndLetsNobodyStarve() {
        long first = Long.getLong("berth.random.seed", System.nanoTime());
        int runs = Integer.getInteger("berth.random.runs", 40);
        for (int run = 0; run < runs; run++) {
            long seed = first + run;
            String told = "-Dberth.random.seed=" + seed + " -Dberth.random.runs=1";
            Estate estate = new Estate(seed);
            Instant end = START.plus(Duration.ofHours(2));
            for (Instant now = START; now.isBefore(end); now = now.plusMillis(500)) {
                estate.end(now);
                estate.round(estate.random.nextInt(2), now);
                estate.round(estate.random.nextInt(2), now);
                long sum = estate.running.values().stream().mapToLong(Running::rate).sum();
                assertThat(sum).as("%s at %s", told, now).isLessThanOrEqualTo(estate.rate);
                assertThat(estate.link.takenRate()).as(told).isEqualTo(sum);
            }
            assertThat(estate.admitted).as(told).isGreaterThan(estate.due.length);
            for (int i = 0; i < estate.due.length; i++) {
                Instant since = estate.waitsSince[i];
                if (since != null && !estate.running.containsKey(i)) {
                    estate.longestWait =
                            Estate.longer(estate.longestWait, Duration.between(since, end));
                }
            }
            assertThat(estate.longestWait).as(told).isLessThan(Duration.ofMinutes(45));
        }
    }
}
