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
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Makes short logs in which everything happens that may: hosts that stop, freeze, reboot, lose
 * their answers, are relayed twice or overtaken, gaps, clock steps, other leaders, rosters and
 * words of operators.
 */
final class RandomLog {
    private static final class Agent {
        final HostId host;
        final DomainId domain;
        final boolean watchdog;
        long boot = 1;
        long tenure = 1;
        long sequence;
        long acknowledged;
        boolean beating;
        boolean answered = true;
        long clockAhead;
        @Nullable Duration lease;

        Agent(HostId host, DomainId domain, boolean watchdog) {
            this.host = host;
            this.domain = domain;
            this.watchdog = watchdog;
        }
    }

    private final RandomGenerator random;
    private final List<LoggedRecord> records = new ArrayList<>();
    private final List<HostBeat> sent = new ArrayList<>();
    private final List<Agent> agents = new ArrayList<>();
    private long time = ScenarioLog.START.toEpochMilli();
    private int leader = 1;
    private long revision = 1;

    private RandomLog(RandomGenerator random) {
        this.random = random;
    }

    static List<LoggedRecord> make(RandomGenerator random) {
        return new RandomLog(random).run();
    }

    private List<LoggedRecord> run() {
        domain(new DomainId("c1"), 1 + random.nextInt(6));
        if (random.nextInt(3) == 0) {
            domain(new DomainId("standalone.g"), 1 + random.nextInt(3));
        }
        int rounds = 20 + random.nextInt(60);
        for (int round = 0; round < rounds; round++) {
            for (Agent agent : agents) {
                if (agent.beating) {
                    time += random.nextInt(30);
                    beat(agent);
                }
            }
            if (random.nextInt(4) == 0) {
                disturb();
            }
            time += 100 + random.nextInt(450);
            append(new MonitorTick(0, "random"));
        }
        return records;
    }

    private void domain(DomainId id, int size) {
        for (int i = 0; i < size; i++) {
            agents.add(new Agent(new HostId(id + "-h" + i), id, random.nextInt(5) > 0));
            agents.getLast().beating = random.nextInt(6) > 0;
        }
        roster(id);
    }

    private void roster(DomainId id) {
        List<HostId> nodes =
                new ArrayList<>(
                        agents.stream().filter(a -> a.domain.equals(id)).map(a -> a.host).toList());
        if (nodes.size() > 1 && random.nextInt(8) == 0) {
            nodes.remove(random.nextInt(nodes.size()));
        }
        List<HostId> away = new ArrayList<>(nodes);
        away.removeIf(host -> random.nextInt(4) > 0);
        append(
                new RosterSet(
                        id,
                        random.nextInt(5) == 0 ? 0 : revision++,
                        nodes,
                        away.isEmpty() ? null : away));
    }

    private void beat(Agent agent) {
        beat(agent, null);
    }

    /** Some of the hosts of its domain, itself perhaps among them: an agent may say anything. */
    private @Nullable List<HostId> hears(Agent agent) {
        if (random.nextInt(4) > 0) {
            return null;
        }
        return agents.stream()
                .filter(each -> each.domain.equals(agent.domain) && random.nextInt(3) > 0)
                .map(each -> each.host)
                .toList();
    }

    private void beat(Agent agent, @Nullable Duration goodbye) {
        agent.sequence++;
        HostBeat beat =
                new HostBeat(
                        agent.host,
                        agent.domain,
                        new BootId(agent.boot),
                        new Tenure(agent.tenure),
                        agent.sequence,
                        agent.acknowledged,
                        agent.watchdog,
                        false,
                        Instant.ofEpochMilli(time + agent.clockAhead),
                        new HostLoad(1, MiB.ZERO),
                        "",
                        null,
                        hears(agent),
                        goodbye,
                        agent.lease);
        if (random.nextInt(12) > 0) {
            append(beat);
        }
        sent.add(beat);
        if (agent.answered && random.nextInt(10) > 0) {
            agent.acknowledged = agent.sequence;
        }
    }

    private void disturb() {
        Agent agent = agents.get(random.nextInt(agents.size()));
        switch (random.nextInt(20)) {
            case 0, 1, 2 -> agent.beating = false;
            case 3, 4 -> agent.beating = true;
            case 5 -> agents.forEach(each -> each.beating = random.nextInt(3) == 0);
            case 6 -> agent.answered = !agent.answered;
            case 7 -> {
                agent.boot++;
                agent.tenure = random.nextInt(4);
                agent.sequence = 0;
                agent.acknowledged = 0;
                agent.beating = true;
            }
            case 8 -> {
                if (!sent.isEmpty()) {
                    append(sent.get(random.nextInt(sent.size())));
                }
            }
            case 9 -> time += random.nextInt(5000);
            case 10 -> time -= random.nextInt(2000);
            case 11 -> {
                if (random.nextBoolean()) {
                    leader++;
                } else {
                    roster(agent.domain);
                }
            }
            case 12 -> {
                beat(agent, Duration.ofMillis(random.nextInt(12_000)));
                agent.beating = random.nextInt(4) == 0;
            }
            case 13 -> agent.clockAhead = random.nextLong(-4000, 4000);
            case 14 -> agent.clockAhead = 0;
            case 16, 17 ->
                    agent.lease =
                            random.nextInt(3) == 0
                                    ? null
                                    : Duration.ofMillis(1 + random.nextInt(9000));
            case 18 -> detection(agent.domain);
            case 15 -> append(new QuarantineLifted(agent.host, agent.domain, "random"));
            default ->
                    append(
                            new PowerOffProven(
                                    agent.host,
                                    agent.domain,
                                    random.nextBoolean()
                                            ? PowerOffProven.Source.BMC
                                            : PowerOffProven.Source.OPERATOR,
                                    "random"));
        }
    }

    /** Some of them too short for their leases, or of an old revision. */
    private void detection(DomainId domain) {
        append(
                new DetectionSet(
                        domain,
                        random.nextInt(5) == 0 ? 1 : ++revision,
                        Duration.ofMillis(4500 + random.nextInt(6000)),
                        Duration.ofMillis(3400 + random.nextInt(3000))));
    }

    private void append(HeartbeatEvent event) {
        records.add(new LoggedRecord(new LogMark(records.size(), time, leader), event));
    }
}
