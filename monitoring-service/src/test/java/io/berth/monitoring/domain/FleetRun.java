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
import io.berth.contracts.telemetry.RosterSet;
import io.berth.contracts.timing.LeaseTimings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A cluster in virtual time, with agents that keep their leases as real ones do, a broker and a
 * monitor that ticks, all of which misbehave: beats and acknowledgements are lost, doubled, late
 * and out of order, agents stand still, hosts die, the monitor stops, the broker goes away, its
 * leader changes and its clock steps. In half of the runs threshold and leases are changed under
 * way: the record for the monitor and the commands for the agents come in any order, late, or
 * never. What comes out is the log, and the truth about who held a lease when.
 *
 * <p>Simplifications, all of which make it harder for the fold: an agent whose lease has run out
 * beats on in its old tenure, and never comes back into office. Nobody relays: hosts that are cut
 * off from the broker are so together, and reach each other.
 */
final class FleetRun {
    /** What may go wrong besides single messages. */
    enum Kind {
        /** Messages alone. */
        CALM,
        /** Agents stand still, below and above their lease. */
        PAUSES,
        /** Monitor, broker, leader and clock; nobody dies. */
        OUTAGES,
        /** A minority dies, one after the other or together, and nothing else happens. */
        DEATHS,
        /** All of it. */
        EVERYTHING
    }

    /**
     * A beat that the broker has appended.
     *
     * @param at of real time
     */
    record Append(HostId host, long at, int offset) {}

    private static final LeaseTimings T = LeaseTimings.DEFAULT;
    private static final long BEAT = T.beat().toMillis();
    private static final long LEASE = T.lease().toMillis();
    private static final long LENGTH = 50_000;
    private static final int LONGEST_THRESHOLD = 13_000;
    private static final DomainId DOMAIN = new DomainId("cluster");

    private record Event(long at, long order, Runnable action) {}

    /** One host with its agent. */
    final class Host {
        final HostId id;
        private long sequence;
        private long acknowledged;
        private long lastAck;
        private long leaseEnd;
        private @Nullable Long inFlightUntil;
        private long pausedUntil;
        private long cutUntil;
        private final List<Long> wantedAt = new ArrayList<>(List.of(LEASE));
        private long wanted = LEASE;
        private long usable = LEASE;
        private long fading;
        private long fadingUntil;

        /** Of real time; the end of the run for one that lives. */
        long diedAt = Long.MAX_VALUE;

        /** When its agent stopped its VMs at the latest; never for one that kept its lease. */
        long fencedAt = Long.MAX_VALUE;

        private Host(int number) {
            id = new HostId("h" + number);
        }

        private boolean inOffice(long at) {
            return at < diedAt && fencedAt == Long.MAX_VALUE && leaseEnd > 0;
        }

        private void send() {
            if (now >= diedAt) {
                return;
            }
            if (now < pausedUntil) {
                later(pausedUntil - now + random.nextLong(5), this::send);
                return;
            }
            checkLease();
            Long busy = inFlightUntil;
            if (busy == null || busy <= now) {
                sequence++;
                wantedAt.add(wanted);
                inFlightUntil = now + T.requestTimeout().toMillis();
                carry(beat(), now, sequence);
            }
            later(BEAT + random.nextLong(8), this::send);
        }

        private HostBeat beat() {
            long told = Math.max(wanted, now < fadingUntil ? fading : 0);
            return new HostBeat(
                    id,
                    DOMAIN,
                    new BootId(1),
                    new Tenure(1),
                    sequence,
                    acknowledged,
                    true,
                    fencedAt != Long.MAX_VALUE,
                    Instant.ofEpochMilli(now),
                    new HostLoad(1, MiB.ZERO),
                    "",
                    null,
                    null,
                    null,
                    told == LEASE ? null : Duration.ofMillis(told));
        }

        /** Another length of lease is wanted of its agent. */
        private void want(long length) {
            if (now >= diedAt) {
                return;
            }
            if (now < pausedUntil) {
                later(pausedUntil - now, () -> want(length));
                return;
            }
            checkLease();
            if (rash) {
                usable = length;
            } else if (length < usable) {
                fading = Math.max(usable, now < fadingUntil ? fading : 0);
                fadingUntil = Math.max(leaseEnd, fadingUntil);
                usable = length;
            }
            wanted = length;
        }

        /** The shortest length that it wanted since it sent a beat. */
        private long worth(long number) {
            long shortest = wanted;
            for (long at : wantedAt.subList((int) number, wantedAt.size())) {
                shortest = Math.min(shortest, at);
            }
            return rash ? wanted : shortest;
        }

        private void carry(HostBeat beat, long sentAt, long number) {
            if (random.nextInt(100) < lossPercent) {
                return;
            }
            later(
                    delay(),
                    () -> {
                        if (now < brokerAwayUntil || isCut()) {
                            return;
                        }
                        append(beat);
                        appends.add(new Append(id, now, log.size() - 1));
                        if (random.nextInt(60) == 0) {
                            later(
                                    random.nextLong(2000),
                                    () -> {
                                        if (now >= brokerAwayUntil) {
                                            append(beat);
                                        }
                                    });
                        }
                        if (random.nextInt(100) >= lossPercent) {
                            later(delay(), () -> acked(sentAt, number));
                        }
                    });
        }

        private void acked(long sentAt, long number) {
            if (now >= diedAt || now < pausedUntil || isCut()) {
                return;
            }
            checkLease();
            lastAck = now;
            acknowledged = Math.max(acknowledged, number);
            if (number == sequence) {
                inFlightUntil = null;
            }
            long worth = worth(number);
            usable = Math.max(usable, worth);
            if (fencedAt == Long.MAX_VALUE) {
                leaseEnd = Math.max(leaseEnd, sentAt + worth);
            }
        }

        /** The agent looks at its lease; the watchdog would at the same moment. */
        private void checkLease() {
            if (leaseEnd > 0 && now >= leaseEnd && fencedAt == Long.MAX_VALUE) {
                fencedAt = leaseEnd + T.kill().toMillis();
            }
        }

        private boolean isCut() {
            return now < cutUntil;
        }

        private boolean isUnserved() {
            return now - lastAck >= T.agentUnserved().toMillis();
        }

        /** Every half beat: a majority that nobody serves permits itself to go on. */
        private void askPeers() {
            if (now >= diedAt) {
                return;
            }
            if (now >= pausedUntil) {
                checkLease();
                long unserved =
                        hosts.stream()
                                .filter(h -> h.inOffice(now) && now >= h.pausedUntil)
                                .filter(h -> h.isCut() == isCut())
                                .filter(Host::isUnserved)
                                .count();
                if (inOffice(now) && isUnserved() && 2 * unserved > hosts.size()) {
                    leaseEnd = Math.max(leaseEnd, now + usable);
                }
            }
            later(BEAT / 2, this::askPeers);
        }
    }

    private final RandomGenerator random;
    private final Kind kind;
    private final boolean rash;
    private final int lossPercent;
    private final List<Host> hosts = new ArrayList<>();
    private final List<LoggedRecord> log = new ArrayList<>();
    private final List<Append> appends = new ArrayList<>();
    private final List<Long> realTimes = new ArrayList<>();
    private final PriorityQueue<Event> agenda =
            new PriorityQueue<>((a, b) ->
                    a.at() != b.at()
                            ? Long.compare(a.at(), b.at())
                            : Long.compare(a.order(), b.order()));
    private long orders;
    private long now = ScenarioLog.START.toEpochMilli();
    private final long end = now + LENGTH;
    private long brokerAwayUntil;
    private long monitorAwayUntil;
    private long clockAhead;
    private int leader = 1;

    private FleetRun(RandomGenerator random, Kind kind, boolean rash) {
        this.random = random;
        this.kind = kind;
        this.rash = rash;
        this.lossPercent = random.nextInt(6);
    }

    /** Lets a cluster live. */
    static FleetRun of(RandomGenerator random, Kind kind) {
        FleetRun run = new FleetRun(random, kind, false);
        run.live();
        return run;
    }

    /** One whose agents use another length of lease without telling it first, and for too short. */
    static FleetRun rash(RandomGenerator random, Kind kind) {
        FleetRun run = new FleetRun(random, kind, true);
        run.live();
        return run;
    }

    List<LoggedRecord> log() {
        return log;
    }

    List<Host> hosts() {
        return hosts;
    }

    List<Append> appends() {
        return appends;
    }

    /** When a record was appended, in real time. */
    long realTime(int offset) {
        return realTimes.get(offset);
    }

    Kind kind() {
        return kind;
    }

    private void live() {
        int size = 2 + random.nextInt(6);
        for (int i = 1; i <= size; i++) {
            hosts.add(new Host(i));
        }
        append(new RosterSet(DOMAIN, 1, hosts.stream().map(host -> host.id).toList()));
        for (Host host : hosts) {
            host.lastAck = now;
            later(random.nextLong(BEAT), host::send);
            later(random.nextLong(BEAT), host::askPeers);
        }
        later(random.nextLong(500), this::tick);
        switch (kind) {
            case CALM -> {}
            case PAUSES -> pauses();
            case OUTAGES -> outages();
            case DEATHS -> deaths();
            case EVERYTHING -> {
                pauses();
                outages();
                deaths();
            }
        }
        if (rash || random.nextBoolean()) {
            changes();
        }
        while (!agenda.isEmpty() && agenda.peek().at() <= end) {
            Event next = agenda.remove();
            now = next.at();
            next.action().run();
        }
        now = end;
        hosts.forEach(Host::checkLease);
    }

    private void tick() {
        if (now >= monitorAwayUntil && now >= brokerAwayUntil) {
            append(new MonitorTick(0, "monitor"));
        }
        later(500, this::tick);
    }

    /** Others than usual thresholds and leases; who hears of them when is left to chance. */
    private void changes() {
        long at = 0;
        for (int i = 1; i <= 1 + random.nextInt(4); i++) {
            at += 1000 + random.nextInt(10_000);
            long shortest = T.outlasting(T.shortestLease()).toMillis();
            long threshold =
                    switch (random.nextInt(3)) {
                        case 0 -> shortest;
                        case 1 -> LONGEST_THRESHOLD;
                        default -> random.nextLong(shortest, LONGEST_THRESHOLD);
                    };
            DetectionSet set =
                    new DetectionSet(
                            DOMAIN,
                            i,
                            Duration.ofMillis(threshold),
                            T.longestLease(Duration.ofMillis(threshold)));
            if (random.nextInt(8) > 0) {
                later(at + random.nextInt(4000), () -> whenBrokerIsThere(set));
            }
            for (Host host : hosts) {
                if (random.nextInt(8) > 0) {
                    later(at + random.nextInt(8000), () -> host.want(set.lease().toMillis()));
                }
            }
            if (kind != Kind.CALM && kind != Kind.DEATHS && random.nextInt(3) > 0) {
                Host host = hosts.get(random.nextInt(hosts.size()));
                long length = random.nextLong(20_000);
                later(at + random.nextInt(10_000), () -> host.cutUntil = now + length);
            }
        }
    }

    private void whenBrokerIsThere(DetectionSet set) {
        if (now < brokerAwayUntil) {
            later(brokerAwayUntil - now, () -> whenBrokerIsThere(set));
        } else {
            append(set);
            if (random.nextInt(4) == 0) {
                later(random.nextInt(6000), () -> append(set));
            }
        }
    }

    private void pauses() {
        for (int i = random.nextInt(5); i >= 0; i--) {
            Host host = hosts.get(random.nextInt(hosts.size()));
            long length = random.nextInt(3) == 0 ? random.nextLong(9000) : random.nextLong(2500);
            later(5000 + random.nextLong(25_000), () -> host.pausedUntil = now + length);
        }
    }

    private void outages() {
        for (int i = random.nextInt(4); i >= 0; i--) {
            long at = 5000 + random.nextLong(25_000);
            switch (random.nextInt(9)) {
                case 7, 8 -> later(at, this::restless);
                case 5 -> later(at, () -> cut(1 + random.nextInt(hosts.size()), 12_000));
                case 6 -> later(at, this::flap);
                case 0 -> {
                    long length = random.nextLong(8000);
                    later(at, () -> brokerAwayUntil = now + length);
                }
                case 1 -> {
                    long length = random.nextLong(20_000);
                    later(at, () -> monitorAwayUntil = now + length);
                }
                case 2 -> later(at, () -> leader++);
                case 3 -> {
                    long step = 1001 + random.nextLong(100_000);
                    later(at, () -> clockAhead += step);
                }
                default -> {
                    long step = 1 + random.nextLong(100_000);
                    later(at, () -> clockAhead -= step);
                }
            }
        }
    }

    /** Some hosts lose the broker, which the others keep. */
    private void cut(int number, long longest) {
        long until = now + random.nextLong(longest);
        int first = random.nextInt(hosts.size());
        for (int i = 0; i < number; i++) {
            hosts.get((first + i) % hosts.size()).cutUntil = until;
        }
    }

    /**
     * A host is cut off, and the partition goes from one broker to the next, each with a clock that
     * is somewhat ahead of the one before: log time runs ahead of real time by more than one cap,
     * in steps too small to make anybody else look silent.
     */
    private void restless() {
        cut(1, 12_000);
        long at = 0;
        for (int i = 8 + random.nextInt(8); i > 0; i--) {
            at += 200 + random.nextLong(250);
            long step = random.nextInt(12) == 0 ? -random.nextLong(500) : random.nextLong(330);
            later(
                    at,
                    () -> {
                        leader++;
                        clockAhead += step;
                    });
        }
    }

    /** The broker comes and goes, and a host is cut off when it is back. */
    private void flap() {
        long at = 0;
        for (int i = 2 + random.nextInt(3); i > 0; i--) {
            long length = 1500 + random.nextLong(2500);
            later(at, () -> brokerAwayUntil = now + length);
            at += length + random.nextLong(600);
        }
        later(at, () -> cut(1, 12_000));
    }

    /** Fewer than half, so that the rest may judge. */
    private void deaths() {
        int deaths = Math.min((hosts.size() - 1) / 2, 1 + random.nextInt(3));
        for (int i = 0; i < deaths; i++) {
            Host host = hosts.get(i);
            host.diedAt = now + 5000 + random.nextLong(25_000);
        }
    }

    private long delay() {
        return random.nextInt(30) == 0 ? random.nextLong(190) : 1 + random.nextLong(20);
    }

    private void later(long millis, Runnable action) {
        agenda.add(new Event(now + millis, orders++, action));
    }

    private void append(HeartbeatEvent event) {
        realTimes.add(now);
        log.add(new LoggedRecord(new LogMark(log.size(), now + clockAhead, leader), event));
    }
}
