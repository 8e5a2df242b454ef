package io.berth.simulator.protocol;

import io.berth.contracts.hosts.HostCommand;
import io.berth.contracts.hosts.HostReport;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.telemetry.HostBeat;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A broker that keeps what it has acknowledged, stamps beats with a clock that may step, and may
 * stand still: what reaches it then is lost, or appended when it goes on.
 */
final class ModelBroker {
    private record Stamped(long stamp, @Nullable HostBeat beat, @Nullable Duration threshold) {}

    private final VirtualTime time;
    private final RandomGenerator random;
    private final List<Stamped> beats = new ArrayList<>();
    private final List<HostReport> reports = new ArrayList<>();
    private final Map<HostId, List<HostCommand>> commands = new HashMap<>();
    private final ArrayDeque<Runnable> whenUp = new ArrayDeque<>();
    private boolean up = true;
    private long clockOffset;
    private int beatsRead;
    private int reportsRead;

    ModelBroker(VirtualTime time, RandomGenerator random) {
        this.time = time;
        this.random = random;
    }

    boolean up() {
        return up;
    }

    void standStill() {
        up = false;
    }

    void goOn() {
        up = true;
        while (up && !whenUp.isEmpty()) {
            whenUp.removeFirst().run();
        }
    }

    /** Another leader, another clock. */
    void stepClock(long micros) {
        clockOffset += micros;
    }

    /** A request has reached the broker. */
    void beat(HostBeat beat, Runnable appended) {
        arrived(() -> {
            beats.add(new Stamped(time.now() + clockOffset, beat, null));
            appended.run();
        });
    }

    void report(HostReport report, Runnable appended) {
        arrived(() -> {
            reports.add(report);
            appended.run();
        });
    }

    /** The monitor's own tick. */
    void tick() {
        if (up) {
            beats.add(new Stamped(time.now() + clockOffset, null, null));
        }
    }

    /** What an administrator has set, at a place of its own among the beats. */
    void threshold(Duration changed) {
        if (up) {
            beats.add(new Stamped(time.now() + clockOffset, null, changed));
        } else {
            whenUp.addLast(() -> threshold(changed));
        }
    }

    /** From placement, which tries for as long as it takes. */
    void command(HostCommand command) {
        if (up) {
            commands.computeIfAbsent(command.host(), _ -> new ArrayList<>()).add(command);
        } else {
            whenUp.addLast(() -> command(command));
        }
    }

    private void arrived(Runnable append) {
        if (up) {
            append.run();
        } else if (random.nextBoolean()) {
            whenUp.addLast(append);
        }
    }

    void readBeats(BiConsumer<Long, @Nullable HostBeat> monitor, Consumer<Duration> set) {
        while (up && beatsRead < beats.size()) {
            Stamped next = beats.get(beatsRead++);
            monitor.accept(next.stamp(), next.beat());
            Duration threshold = next.threshold();
            if (threshold != null) {
                set.accept(threshold);
            }
        }
    }

    void readReports(Consumer<HostReport> placement) {
        while (up && reportsRead < reports.size()) {
            placement.accept(reports.get(reportsRead++));
        }
    }

    int commandsFor(HostId host) {
        return commands.getOrDefault(host, List.of()).size();
    }

    HostCommand command(HostId host, int index) {
        return commands.getOrDefault(host, List.of()).get(index);
    }
}
