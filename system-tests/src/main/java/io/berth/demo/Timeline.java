package io.berth.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.berth.contracts.wire.EventCodec;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What happened, in order: printed as it comes, and kept for the JSON file. Times are UTC. Colours
 * only where a terminal shows them.
 */
final class Timeline {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");
    private static final String BOLD = "\u001b[1m";
    private static final String DIM = "\u001b[2m";
    private static final String PLAIN = "\u001b[0m";

    /** One line. */
    private record Entry(Instant at, String phase, String text) {}

    private final PrintStream out;
    private final InstantSource clock;
    private final boolean colours;
    private final Instant start;
    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, Long> figures = new LinkedHashMap<>();
    private String lastPhase = "";

    Timeline(PrintStream out, InstantSource clock, boolean colours) {
        this.out = out;
        this.clock = clock;
        this.colours = colours;
        this.start = clock.instant();
        out.println("%-12s %11s  %-9s %s".formatted("UTC", "elapsed", "phase", "what"));
    }

    /** Now, by the clock of the timeline. */
    Instant now() {
        return clock.instant();
    }

    /** When it began. */
    Instant start() {
        return start;
    }

    /** Something happens now. */
    void tell(String phase, String text) {
        tell(clock.instant(), phase, text);
    }

    /** Something happened then, by the timestamp of its record. */
    synchronized void tell(Instant at, String phase, String text) {
        entries.add(new Entry(at, phase, text));
        if (!phase.equals(lastPhase)) {
            out.println();
        }
        String shown = phase.equals(lastPhase) ? "" : phase;
        lastPhase = phase;
        String time =
                CLOCK.format(
                        LocalTime.ofInstant(at.truncatedTo(ChronoUnit.MILLIS), ZoneOffset.UTC));
        double elapsed = Duration.between(start, at).toMillis() / 1000.0;
        String head = "%s %9.3f s".formatted(time, elapsed);
        String name = "%-9s".formatted(shown);
        out.println(
                (colours ? DIM + head + PLAIN : head)
                        + "  "
                        + (colours ? BOLD + name + PLAIN : name)
                        + " "
                        + text);
    }

    /** A number for the JSON file, in the unit that its name says. */
    synchronized void figure(String name, long value) {
        figures.put(name, value);
    }

    /** Everything, for programs. */
    synchronized ObjectNode toJson() {
        ObjectNode root = EventCodec.JSON.createObjectNode();
        root.put("startedAt", start.toString());
        root.put("elapsedMillis", Duration.between(start, clock.instant()).toMillis());
        ObjectNode numbers = root.putObject("figures");
        figures.forEach(numbers::put);
        ArrayNode lines = root.putArray("timeline");
        for (Entry entry : entries) {
            lines.addObject()
                    .put("at", entry.at().toString())
                    .put("elapsedMillis", Duration.between(start, entry.at()).toMillis())
                    .put("phase", entry.phase())
                    .put("text", entry.text());
        }
        return root;
    }
}
