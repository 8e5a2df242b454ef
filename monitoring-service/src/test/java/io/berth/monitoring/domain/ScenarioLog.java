package io.berth.monitoring.domain;

import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.telemetry.DetectionSet;
import io.berth.contracts.telemetry.HeartbeatEvent;
import io.berth.contracts.telemetry.HostBeat;
import io.berth.contracts.telemetry.HostLoad;
import io.berth.contracts.telemetry.MonitorTick;
import io.berth.contracts.telemetry.PowerOffProven;
import io.berth.contracts.telemetry.QuarantineLifted;
import io.berth.contracts.telemetry.RosterSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code log.txt} of a scenario. Times are seconds of real time; everything is put in
 * order of appending, then of lines.
 *
 * <pre>
 * roster c1 h1 h2 rev=1 at=0           the configured nodes
 *   maintenance=h2                     those of them in maintenance
 * ticks from=0 to=9 every=0.5          the monitor's ticks
 * beats c1 h1 h2 from=0 to=9           one beat each half second, acknowledged at once
 *   boot=2 tenure=3 watchdog=no ack=stuck arrive=9.0 every=0.5
 *   hears=h2,h3                        the peers that it says to hear; hears=- for none
 *   skew=+2.5                          its clock is 2.5 s ahead
 *   goodbye=20                         its agent is back within 20 s, it says
 *   lease=10.35                        the longest lease that it may hold, it says
 * beat c1 h1 at=3.2 seq=7 ack=6        a single one
 * off c1 h1 at=4 by=operator|bmc       somebody's word
 * lift c1 h1 at=4                      somebody ends a quarantine
 * detection c1 threshold=12 lease=10.35 rev=1 at=4    what the domain is judged by
 * clock +5 at=3                        the broker's clock steps
 * leader 2 at=3                        another broker leads from here
 * </pre>
 *
 * Sequences go on by themselves per host and boot. {@code ack=stuck}: the agent gets no answers any
 * more. {@code arrive}: sent in time, appended together then.
 */
final class ScenarioLog {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private record Entry(
            double at,
            double sent,
            int order,
            String word,
            List<String> names,
            Map<String, String> options) {
        String option(String name, String otherwise) {
            return options.getOrDefault(name, otherwise);
        }
    }

    private record Life(String host, long boot) {}

    private final Map<Life, Long> sequences = new HashMap<>();
    private final Map<Life, Long> acknowledged = new HashMap<>();
    private final List<Entry> entries = new ArrayList<>();

    private ScenarioLog() {}

    static List<LoggedRecord> parse(List<String> lines) {
        ScenarioLog log = new ScenarioLog();
        for (String line : lines) {
            String text = line.replaceAll("#.*", "").strip();
            if (!text.isEmpty()) {
                log.read(text);
            }
        }
        return log.records();
    }

    private void read(String text) {
        List<String> names = new ArrayList<>();
        Map<String, String> options = new HashMap<>();
        String[] words = text.split("\\s+");
        for (int i = 1; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            if (equals < 0) {
                names.add(words[i]);
            } else {
                options.put(words[i].substring(0, equals), words[i].substring(equals + 1));
            }
        }
        String at = options.get("at");
        if (at != null) {
            double moment = Double.parseDouble(at);
            add(moment, moment, words[0], names, options);
            return;
        }
        double every = Double.parseDouble(options.getOrDefault("every", "0.5"));
        double from = Double.parseDouble(options.getOrDefault("from", "0"));
        double to = Double.parseDouble(options.getOrDefault("to", "0"));
        String arrive = options.get("arrive");
        for (int i = 0; from + i * every <= to + 1e-9; i++) {
            double sent = from + i * every;
            double at0 = arrive == null ? sent : Double.parseDouble(arrive);
            add(at0, sent, words[0], names, options);
        }
    }

    private void add(
            double at, double sent, String word, List<String> names, Map<String, String> options) {
        entries.add(new Entry(at, sent, entries.size(), word, names, options));
    }

    private List<LoggedRecord> records() {
        entries.sort(Comparator.comparingDouble(Entry::at).thenComparingInt(Entry::order));
        List<LoggedRecord> records = new ArrayList<>();
        long shift = 0;
        int leader = 1;
        for (Entry entry : entries) {
            long at = START.toEpochMilli() + Math.round(entry.at() * 1000) + shift;
            switch (entry.word()) {
                case "clock" ->
                        shift += Math.round(Double.parseDouble(entry.names().get(0)) * 1000);
                case "leader" -> leader = Integer.parseInt(entry.names().get(0));
                default -> {
                    for (HeartbeatEvent event : events(entry)) {
                        records.add(
                                new LoggedRecord(new LogMark(records.size(), at, leader), event));
                    }
                }
            }
        }
        return records;
    }

    private List<HeartbeatEvent> events(Entry entry) {
        return switch (entry.word()) {
            case "ticks" -> List.of(new MonitorTick(0, "scenario"));
            case "roster" ->
                    List.of(
                            new RosterSet(
                                    domain(entry),
                                    Long.parseLong(entry.option("rev", "1")),
                                    hosts(entry),
                                    named(entry.options().get("maintenance"))));
            case "lift" ->
                    List.of(
                            new QuarantineLifted(
                                    hosts(entry).getFirst(), domain(entry), "somebody"));
            case "detection" ->
                    List.of(
                            new DetectionSet(
                                    domain(entry),
                                    Long.parseLong(entry.option("rev", "1")),
                                    duration(entry.option("threshold", "5")),
                                    duration(entry.option("lease", "3.5"))));
            case "off" ->
                    List.of(
                            new PowerOffProven(
                                    hosts(entry).getFirst(),
                                    domain(entry),
                                    entry.option("by", "operator").equals("bmc")
                                            ? PowerOffProven.Source.BMC
                                            : PowerOffProven.Source.OPERATOR,
                                    "somebody"));
            case "beat", "beats" -> {
                List<HeartbeatEvent> beats = new ArrayList<>();
                hosts(entry).forEach(host -> beats.add(beat(entry, host)));
                yield beats;
            }
            default -> throw new IllegalArgumentException("No such line: " + entry);
        };
    }

    private HostBeat beat(Entry entry, HostId host) {
        long boot = Long.parseLong(entry.option("boot", "1"));
        Life life = new Life(host.value(), boot);
        long last = sequences.getOrDefault(life, 0L);
        long sequence = number(entry.options().get("seq"), last + 1);
        String ack = entry.options().get("ack");
        long acked =
                "stuck".equals(ack)
                        ? acknowledged.getOrDefault(life, 0L)
                        : number(ack, sequence - 1);
        String goodbye = entry.options().get("goodbye");
        String lease = entry.options().get("lease");
        sequences.merge(life, sequence, Math::max);
        acknowledged.merge(life, acked, Math::max);
        return new HostBeat(
                host,
                domain(entry),
                new BootId(boot),
                new Tenure(Long.parseLong(entry.option("tenure", "1"))),
                sequence,
                acked,
                entry.option("watchdog", "yes").equals("yes"),
                false,
                START.plusMillis(millis(entry.sent()))
                        .plusMillis(millis(Double.parseDouble(entry.option("skew", "0")))),
                new HostLoad(10, new MiB(1024)),
                "digest",
                null,
                named(entry.options().get("hears")),
                goodbye == null ? null : duration(goodbye),
                lease == null ? null : duration(lease));
    }

    private static Duration duration(String seconds) {
        return Duration.ofMillis(millis(Double.parseDouble(seconds)));
    }

    private static long millis(double seconds) {
        return Math.round(seconds * 1000);
    }

    /** {@code h1,h2}; a dash for nobody. */
    private static @Nullable List<HostId> named(@Nullable String list) {
        if (list == null) {
            return null;
        }
        return list.equals("-")
                ? List.of()
                : Arrays.stream(list.split(",")).map(HostId::new).toList();
    }

    private static long number(@Nullable String text, long otherwise) {
        return text == null ? otherwise : Long.parseLong(text);
    }

    private static DomainId domain(Entry entry) {
        return new DomainId(entry.names().getFirst());
    }

    private static List<HostId> hosts(Entry entry) {
        return entry.names().stream().skip(1).map(HostId::new).toList();
    }
}
