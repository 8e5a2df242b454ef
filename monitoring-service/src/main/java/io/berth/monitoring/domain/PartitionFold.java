package io.berth.monitoring.domain;

import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.monitoring.HostLoadMeasured;
import io.berth.contracts.monitoring.NodeEvent;
import io.berth.contracts.telemetry.DetectionSet;
import io.berth.contracts.telemetry.HeartbeatEvent;
import io.berth.contracts.telemetry.HostBeat;
import io.berth.contracts.telemetry.MonitorTick;
import io.berth.contracts.telemetry.PowerOffProven;
import io.berth.contracts.telemetry.QuarantineLifted;
import io.berth.contracts.telemetry.RosterSet;
import io.berth.contracts.timing.LeaseTimings;
import io.berth.monitoring.domain.detection.Detection;
import io.berth.monitoring.domain.detection.DetectionProgress;
import io.berth.monitoring.domain.quarantine.QuarantineRules;
import io.berth.monitoring.domain.skew.SkewRules;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Failure detection for one partition of {@code telemetry.heartbeats}: a deterministic function
 * from its records to facts about hosts. It exists so that the same log gives the same answer in
 * production, in a test, in a simulation and in a replay after an incident.
 *
 * <p><b>Goals.</b> A host that stops beating is found failed at most one threshold plus one step of
 * log time after its last beat. A host is never blamed for the monitor, for the broker, or for a
 * break of the network that hits more than half of its cluster. Being called failed is safe: by
 * then the host's lease has run out.
 *
 * <p><b>Rules</b>, all in {@linkplain LogClock log time}, with T the threshold and S the silence:
 *
 * <ol>
 *   <li>A beat counts only when its host is in the roster of its domain and its (boot, sequence) is
 *       higher than all before. Anything else refreshes nothing.
 *   <li>A host's <em>confirmed time</em> is when its highest beat was appended that a later beat
 *       reports as acknowledged; at a new boot it starts with the first beat. The host is
 *       <em>silent</em> when that is more than S ago. So a host that reaches the broker, but is not
 *       answered, is silent, exactly as its peers see it.
 *   <li>Every {@value FoldTimings#STEP} ms, and at the very moment before a silent host or somebody
 *       about a host is heard, each domain is judged. While more than half of its N configured
 *       hosts are silent (failed ones not counted, hosts never heard counted), its failures are
 *       <em>held</em>, and T starts anew when that ends.
 *   <li>A host becomes suspect T/2, and failed T, after the latest of its last beat, the last
 *       {@linkplain LogClock restart} and the end of such a hold: failed where the last beat said
 *       that a watchdog is armed, unreachable elsewhere. T is that of its domain, which may be set
 *       by a record, and for a host whose last beat told a longer lease L at least {@code 1.02·L +
 *       kill + cap}: so neither a lowered T nor an agent that has not heard of it makes a verdict
 *       come while a lease runs. When ⌈N/2⌉ have failed already, the next one is held as well.
 *   <li>A suspect host that an audible peer says to hear is told as isolated once the silence is as
 *       long as its lease. Under a watchdog that is for people, and it fails at T as ever;
 *       elsewhere it stays isolated instead of unreachable for as long as a peer hears it.
 *   <li>A silence is expected while the roster says that the host is in maintenance, and after a
 *       beat that said goodbye, for the time that it asked for. An expected silence is judged like
 *       any other, and told with its reason; that of a restarting agent is not suspect, and neither
 *       counts as a failure.
 *   <li>A host that {@linkplain QuarantineRules fails too often} is quarantined. Quarantine and
 *       maintenance are about taking VMs; they change nothing of what is judged.
 *   <li>Clocks are {@linkplain SkewRules compared} for people; no verdict rests on them.
 *   <li>Somebody's word that a host is off makes a silent host failed at once, held or not; about a
 *       host that beats it is refused.
 *   <li>Hosts that stand alone each count as a cluster of one: they never fail by themselves.
 * </ol>
 *
 * <p><b>Worked example.</b> T = 5 s, S = 1.5 s; hosts a, b, c, d beat each half second. The last
 * beats of a and b come at 10.0 s, those of c and d at 12.0 s until they go on at 14.0. After 11.0
 * a and b are silent: two of four is not more than half. At 12.5 they become suspect. At 13.1 c and
 * d are silent too: {@code FailuresHeld}. At 14.0 c and d are heard, and at 14.5 confirmed, so the
 * hold was last true then, and {@code HoldReleased} comes with the step at 14.6. a and b fail not
 * at 15.0 but at 19.5, one threshold after the hold was last true.
 *
 * <p><b>Complexity.</b> Constant time per beat that ends no silence; linear in the hosts of the
 * partition per step. Some 700 bytes per host.
 *
 * <p><b>Source.</b> {@code architecture.md}, "Log time" and "Leases, tenures and epochs": every
 * rule, when removed, gave a simulated run with a virtual machine twice or a fleet stopped.
 *
 * <p>Soft state: all of it is in {@link #snapshot}, and a {@linkplain #PartitionFold(LeaseTimings,
 * FoldSnapshot) restored} fold behaves bit for bit alike. Not safe for several threads.
 */
public final class PartitionFold {
    /**
     * Most hosts whose refusal is remembered, so that each gets one dead letter per boot; of more,
     * the oldest is forgotten and would be told again.
     */
    static final int MAX_REFUSED = 1024;

    private final FoldTimings timings;
    private final QuarantineRules quarantine;
    private final LogClock clock;
    private final Map<DomainId, DomainFold> domains = new TreeMap<>();
    private final Map<DomainId, DomainFold> index = new HashMap<>();
    private final Map<HostId, BootId> refused = new LinkedHashMap<>();
    private long nextOffset;

    /** With the usual rules of quarantine. */
    public PartitionFold(LeaseTimings timings, FoldSnapshot from) {
        this(timings, QuarantineRules.DEFAULT, from);
    }

    /** A fold that goes on where a snapshot was taken; {@link FoldSnapshot#empty} for a new one. */
    public PartitionFold(LeaseTimings timings, QuarantineRules quarantine, FoldSnapshot from) {
        this.timings = FoldTimings.of(timings);
        this.quarantine = quarantine;
        this.clock = new LogClock(this.timings.cap(), from);
        this.nextOffset = from.nextOffset();
        from.domains().forEach(domain -> add(new DomainFold(domain, this.timings, quarantine)));
        from.refused().forEach(host -> refused.put(host.host(), host.boot()));
    }

    /**
     * Folds in one record.
     *
     * @param event what the record holds, or null when it holds no event: its timestamp counts all
     *     the same
     * @param found takes what became known, in order
     */
    public Outcome apply(LogMark mark, @Nullable HeartbeatEvent event, List<NodeEvent> found) {
        if (mark.offset() < nextOffset) {
            return Outcome.Plain.ALREADY_FOLDED;
        }
        nextOffset = mark.offset() + 1;
        long before = clock.advance(mark);
        if (clock.justRestarted()) {
            forgetOffsets();
        }
        long step = (Math.floorDiv(before, FoldTimings.STEP) + 1) * FoldTimings.STEP;
        for (; step <= clock.now(); step += FoldTimings.STEP) {
            for (DomainFold domain : domains.values()) {
                domain.evaluate(step, clock.restartedAt(), found);
            }
            if (step % SkewRules.PERIOD == 0) {
                compareClocks(step, found);
            }
        }
        return switch (event) {
            case null -> Outcome.Plain.TIMESTAMP_ONLY;
            case HostBeat beat -> beat(beat, found);
            case MonitorTick _ -> Outcome.Plain.FOLDED;
            case RosterSet roster -> roster(roster, found);
            case PowerOffProven proof -> proof(proof, found);
            case QuarantineLifted word -> lifted(word, found);
            case DetectionSet set -> detection(set, found);
        };
    }

    private Outcome beat(HostBeat beat, List<NodeEvent> found) {
        DomainFold domain = index.get(beat.domain());
        HostFold host = domain == null ? null : domain.host(beat.host());
        if (domain == null || host == null) {
            return refuse(beat);
        }
        if (!host.isNewer(beat)) {
            return Outcome.Plain.STALE;
        }
        long now = clock.now();
        if (host.isSilent(now, timings.silent())) {
            domain.evaluate(now, clock.restartedAt(), found);
        }
        domain.accept(host, beat, now, clock.previousTimestamp(), found);
        return Outcome.Plain.ACCEPTED;
    }

    private Outcome refuse(HostBeat beat) {
        BootId told = refused.get(beat.host());
        boolean first = told == null || told.isBefore(beat.boot());
        if (first) {
            refused.put(beat.host(), beat.boot());
            if (refused.size() > MAX_REFUSED) {
                refused.remove(refused.keySet().iterator().next());
            }
        }
        DomainId actual = domainOf(beat.host());
        Refusal reason =
                actual == null
                        ? new Refusal.UnknownHost(beat.host(), beat.domain(), beat.boot())
                        : new Refusal.WrongDomain(beat.host(), beat.domain(), actual);
        return new Outcome.Refused(reason, first);
    }

    private @Nullable DomainId domainOf(HostId host) {
        for (DomainFold domain : domains.values()) {
            if (domain.host(host) != null) {
                return domain.domain();
            }
        }
        return null;
    }

    private Outcome roster(RosterSet roster, List<NodeEvent> found) {
        DomainFold domain = index.get(roster.domain());
        if (domain == null) {
            domain = new DomainFold(roster.domain(), timings, quarantine);
            add(domain);
        } else {
            domain.evaluate(clock.now(), clock.restartedAt(), found);
        }
        if (!domain.accept(roster, clock.now(), found)) {
            return Outcome.Plain.UNCHANGED;
        }
        roster.nodes().forEach(refused::remove);
        return Outcome.Plain.FOLDED;
    }

    private Outcome proof(PowerOffProven proof, List<NodeEvent> found) {
        DomainFold domain = index.get(proof.domain());
        HostFold host = domain == null ? null : domain.host(proof.host());
        if (domain == null || host == null) {
            return new Outcome.Refused(new Refusal.NeverSeen(proof.host(), proof.domain()), true);
        }
        domain.evaluate(clock.now(), clock.restartedAt(), found);
        return domain.accept(proof, host, clock.now(), found);
    }

    private Outcome lifted(QuarantineLifted word, List<NodeEvent> found) {
        DomainFold domain = index.get(word.domain());
        HostFold host = domain == null ? null : domain.host(word.host());
        if (domain == null || host == null) {
            return new Outcome.Refused(
                    new Refusal.NotQuarantined(word.host(), word.domain()), true);
        }
        domain.evaluate(clock.now(), clock.restartedAt(), found);
        return domain.accept(word, host, clock.now(), found);
    }

    private Outcome detection(DetectionSet set, List<NodeEvent> found) {
        DomainFold domain = index.get(set.domain());
        if (domain == null) {
            domain = new DomainFold(set.domain(), timings, quarantine);
            add(domain);
        } else {
            domain.evaluate(clock.now(), clock.restartedAt(), found);
        }
        return domain.accept(set);
    }

    private void forgetOffsets() {
        for (DomainFold domain : domains.values()) {
            domain.hosts().forEach(host -> host.offset().forget());
        }
    }

    private void compareClocks(long now, List<NodeEvent> found) {
        LongStream.Builder measured = LongStream.builder();
        for (DomainFold domain : domains.values()) {
            domain.hosts().forEach(host -> host.offset().measured().ifPresent(measured));
        }
        long[] distances = measured.build().toArray();
        if (distances.length >= SkewRules.FLEET) {
            long median = SkewRules.median(distances);
            domains.values().forEach(domain -> domain.compareClocks(median, now, found));
        }
        forgetOffsets();
    }

    private void add(DomainFold domain) {
        domains.put(domain.domain(), domain);
        index.put(domain.domain(), domain);
    }

    /** All that is known, but for the load since the last {@link #drainLoad}. */
    public FoldSnapshot snapshot() {
        List<FoldSnapshot.Domain> states = new ArrayList<>(domains.size());
        domains.values().forEach(domain -> states.add(domain.snapshot()));
        List<FoldSnapshot.Refused> told = new ArrayList<>(refused.size());
        refused.forEach((host, boot) -> told.add(new FoldSnapshot.Refused(host, boot)));
        return new FoldSnapshot(
                FoldSnapshot.FORMAT,
                nextOffset,
                clock.started(),
                clock.now(),
                clock.previousTimestamp(),
                clock.leaderEpoch(),
                clock.restartedAt(),
                states,
                told);
    }

    /**
     * The log goes on at another offset than expected, because records were deleted before they
     * were read: nothing is concluded across the hole.
     */
    public void resumeAt(long offset) {
        nextOffset = offset;
        clock.interrupted();
        forgetOffsets();
    }

    /** The offset of the first record that is not folded in. */
    public long nextOffset() {
        return nextOffset;
    }

    /** Log time now. */
    public Instant logTime() {
        return Instant.ofEpochMilli(clock.now());
    }

    /** Log time now, in milliseconds. */
    public long logTimeMillis() {
        return clock.now();
    }

    /** The broker's timestamp of the last record; the epoch before the first. */
    public Instant lastTimestamp() {
        return Instant.ofEpochMilli(clock.previousTimestamp());
    }

    /** The domain's configured hosts; none when none was ever told. */
    public Roster roster(DomainId domain) {
        DomainFold known = index.get(domain);
        return known == null ? Roster.unknown(domain) : known.roster();
    }

    /** The domains that have hosts. */
    public Set<DomainId> domains() {
        return domains.values().stream()
                .filter(domain -> !domain.hosts().isEmpty())
                .map(DomainFold::domain)
                .collect(Collectors.toSet());
    }

    /** What the domain is judged by, whether or not anything was set for it. */
    public Detection detection(DomainId domain) {
        DomainFold known = index.get(domain);
        return known == null ? Detection.usual(timings.leases()) : known.waits().detection();
    }

    /** How far agents have followed, of each domain for which anything was set. */
    public List<DetectionProgress> detectionProgress() {
        return domains.values().stream()
                .filter(domain -> domain.waits().isSet())
                .map(domain -> domain.waits().progress(domain.hosts()))
                .toList();
    }

    /** Hears of each host that is up and holds another lease than its domain wants. */
    public void otherLeases(BiConsumer<HostId, Duration> wanted) {
        domains.values().forEach(domain -> domain.waits().otherLeases(domain.hosts(), wanted));
    }

    /** How many hosts are judged later than the threshold of their domain says. */
    public int judgedLater() {
        return domains.values().stream()
                .mapToInt(domain -> domain.waits().judgedLater(domain.hosts()))
                .sum();
    }

    /** How many hosts are in each state. */
    public Map<HostLiveness, Integer> census() {
        Map<HostLiveness, Integer> census = new EnumMap<>(HostLiveness.class);
        for (DomainFold domain : domains.values()) {
            domain.hosts().forEach(host -> census.merge(host.liveness(), 1, Integer::sum));
        }
        return census;
    }

    /** How many hosts are in each standing. */
    public Map<HostStanding, Integer> standings() {
        Map<HostStanding, Integer> standings = new EnumMap<>(HostStanding.class);
        for (DomainFold domain : domains.values()) {
            domain.hosts().forEach(host -> standings.merge(host.standing(), 1, Integer::sum));
        }
        return standings;
    }

    /** How many hosts have a clock that is wrong. */
    public int skewed() {
        return (int)
                domains.values().stream()
                        .flatMap(domain -> domain.hosts().stream())
                        .filter(host -> host.offset().isSkewed())
                        .count();
    }

    /** How many domains are held. */
    public int holds() {
        return (int) domains.values().stream().filter(domain -> domain.hold() != null).count();
    }

    /** The mean load of every host that has beaten since the last call. */
    public List<HostLoadMeasured> drainLoad() {
        List<HostLoadMeasured> loads = new ArrayList<>();
        for (DomainFold domain : domains.values()) {
            for (HostFold host : domain.hosts()) {
                LoadSum load = host.load();
                if (load.samples() > 0) {
                    loads.add(
                            new HostLoadMeasured(
                                    host.host(),
                                    domain.domain(),
                                    load.meanCpuPercent(),
                                    load.meanMemory(),
                                    load.samples(),
                                    logTime(),
                                    load.migrationLinkMbit()));
                    load.reset();
                }
            }
        }
        return loads;
    }
}
