package io.berth.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.wire.EventCodec;
import io.berth.platform.Installation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * How punctual two instances of the replica service are with many relationships at the shortest
 * frequency. Hosts, VMs and answers come from the log alone, so that the scheduler and what it
 * writes are measured and no copying.
 */
final class ReplicaBench {
    /** An order later than this has lost a tenth of its interval. */
    static final long LIMIT_P99_MILLIS = 3_000;

    /** From starting the only instance to its first order. */
    static final Duration LIMIT_RESTART = Duration.ofSeconds(5);

    private static final Duration EVERY = Duration.ofSeconds(30);
    private static final int BATCH = 1_000;
    private static final int PAGE = 250;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    /** After the initial copies, until the first slots of all have come. */
    private static final Duration SETTLE = EVERY;

    /** An order younger than this may still be under way. */
    private static final Duration UNDER_WAY = Duration.ofSeconds(10);

    /** For what the killed instances had given to Kafka; many relationships are due afterwards. */
    private static final Duration DOWN = Duration.ofSeconds(5);

    private ReplicaBench() {}

    /**
     * @param relationships how many
     * @param slots how many intervals are measured
     */
    static Report run(int relationships, int slots) {
        try (ReplicaStand stand = new ReplicaStand(Installation.locate());
                ReplicaFleet fleet = new ReplicaFleet(stand.bootstrap());
                Rest rest = stand.rest(0)) {
            fleet.exist(relationships);
            long begun = System.nanoTime();
            create(rest, relationships);
            double creation = (System.nanoTime() - begun) / 1e9;
            System.out.printf("  %,d relationships made in %.1f s%n", relationships, creation);
            await("all initial copies", () -> fleet.book().copied() == relationships);
            Duration first = fleet.book().firstCycles();
            pause(SETTLE);
            Map<RelationshipId, Instant> grid = slots(rest);
            Instant from = Instant.now();
            int before = fleet.book().orders();
            System.out.printf("  measuring %d intervals of %d s%n", slots, EVERY.toSeconds());
            pause(EVERY.multipliedBy(slots));
            int ordered = fleet.book().orders() - before;
            Instant to = Instant.now();
            pause(EVERY.plus(UNDER_WAY));
            CycleBook.Served served = fleet.book().served(grid, EVERY, from, to.plus(EVERY));
            long open = fleet.book().open(Instant.now().minus(UNDER_WAY));
            Restart restart = restart(stand, fleet);
            return report(
                    relationships,
                    new Figures(
                            creation,
                            relationships / Math.max(0.001, first.toMillis() / 1000.0),
                            ordered / (double) Duration.between(from, to).toSeconds(),
                            served,
                            fleet.book().gaps() + open,
                            fleet.book().doubled(),
                            fleet.book().failed(),
                            restart));
        }
    }

    /**
     * What was measured.
     *
     * @param lost numbers left out, and cycles without an end
     */
    private record Figures(
            double creationSeconds,
            double burstPerSecond,
            double perSecond,
            CycleBook.Served served,
            long lost,
            int doubled,
            int failed,
            Restart restart) {}

    /**
     * How soon the service is back when no instance runs.
     *
     * @param ready from starting the process until it says so
     * @param firstOrder from starting the process until its first order
     */
    private record Restart(Duration ready, Duration firstOrder) {}

    private static Restart restart(ReplicaStand stand, ReplicaFleet fleet) {
        stand.kill();
        pause(DOWN);
        Instant started = Instant.now();
        stand.startAnother();
        Duration ready = Duration.between(started, Instant.now());
        await("an order after the restart", () -> firstOrder(fleet, started).isPresent());
        return new Restart(
                ready, Duration.between(started, firstOrder(fleet, started).orElseThrow()));
    }

    private static Optional<Instant> firstOrder(ReplicaFleet fleet, Instant after) {
        return fleet.book().firstOrderAfter(after);
    }

    private static Report report(int relationships, Figures figures) {
        Sample late =
                new Sample(
                        figures.served().lateMillis().stream()
                                .mapToDouble(Double::doubleValue)
                                .toArray());
        List<String> missed = new ArrayList<>();
        if (late.percentile(99) > LIMIT_P99_MILLIS) {
            missed.add(
                    "an order in a hundred is later than %,.0f ms; the limit is %,d"
                            .formatted(late.percentile(99), LIMIT_P99_MILLIS));
        }
        if (figures.lost() > 0 || figures.doubled() > 0) {
            missed.add(figures.lost() + " cycles lost, " + figures.doubled() + " doubled");
        }
        if (figures.restart().firstOrder().compareTo(LIMIT_RESTART) > 0) {
            missed.add(
                    "the first order came %.1f s after starting the process; the limit is %d s"
                            .formatted(
                                    seconds(figures.restart().firstOrder()),
                                    LIMIT_RESTART.toSeconds()));
        }
        return new Report(
                "replica: %,d relationships every %d s, %d instances"
                        .formatted(relationships, EVERY.toSeconds(), ReplicaStand.INSTANCES),
                new Table(
                        List.of("", "figure"),
                        List.of(
                                row(
                                        "made over REST, 1,000 in a call, s",
                                        figures.creationSeconds()),
                                row("orders/s, all due at once", figures.burstPerSecond()),
                                row("orders/s, evenly due", figures.perSecond()),
                                row("slot → order, ms, p50", late.percentile(50)),
                                row("slot → order, ms, p99", late.percentile(99)),
                                row("slot → order, ms, max", late.max()),
                                row("slots measured", late.size()),
                                row("slots missed", figures.served().missed()),
                                row("cycles lost", figures.lost()),
                                row("cycles doubled", figures.doubled()),
                                row("cycles failed", figures.failed()),
                                row(
                                        "one instance started → ready, s",
                                        seconds(figures.restart().ready())),
                                row(
                                        "one instance started → first order, s",
                                        seconds(figures.restart().firstOrder())))),
                List.of(
                        "From the slot on the service's grid to the stamp of the order's record.",
                        "All initial copies are due at once; then the slots lie evenly."),
                missed);
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1e3;
    }

    private static List<String> row(String name, double figure) {
        return List.of(name, "%,.1f".formatted(figure));
    }

    private static List<String> row(String name, long figure) {
        return List.of(name, "%,d".formatted(figure));
    }

    private static void create(Rest rest, int relationships) {
        for (int start = 0; start < relationships; start += BATCH) {
            ArrayNode batch = EventCodec.JSON.createArrayNode();
            for (int i = start; i < Math.min(start + BATCH, relationships); i++) {
                batch.addObject()
                        .put("id", "bench-r%05d".formatted(i))
                        .put("vm", ReplicaFleet.vm(i).value())
                        .put("targetHost", ReplicaFleet.targetOf(i).value())
                        .put("frequency", EVERY.toString());
            }
            post(rest, batch);
        }
    }

    /** The service hears of the facts a moment after they were written. */
    private static void post(Rest rest, ArrayNode batch) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                rest.post("relationships", batch);
                return;
            } catch (IllegalStateException refused) {
                boolean unknown = String.valueOf(refused.getMessage()).contains("unknown-");
                if (!unknown || System.nanoTime() - deadline > 0) {
                    throw refused;
                }
                pause(BETWEEN_LOOKS);
            }
        }
    }

    /** When each relationship is due next. */
    private static Map<RelationshipId, Instant> slots(Rest rest) {
        Map<RelationshipId, Instant> slots = new HashMap<>();
        String cursor = "";
        while (true) {
            JsonNode page = rest.get("relationships?limit=" + PAGE + cursor);
            for (JsonNode item : page.path("items")) {
                slots.put(
                        new RelationshipId(item.path("id").asText()),
                        Instant.parse(item.path("nextDue").asText()));
            }
            if (!page.path("nextCursor").isTextual()) {
                return slots;
            }
            cursor = "&cursor=" + page.path("nextCursor").textValue();
        }
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException(
                        what + " did not come within " + PATIENCE.toSeconds() + " s");
            }
            pause(BETWEEN_LOOKS);
        }
    }

    private static void pause(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
