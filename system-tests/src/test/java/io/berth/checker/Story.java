package io.berth.checker;

import io.berth.checker.Observation.Outcome;
import io.berth.checker.Question.Crash;
import io.berth.checker.Question.QuietPhase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A small fleet's log, written by hand in virtual time; times are milliseconds from its beginning.
 * {@link #good()} is a whole good day: placement, a death with re-placement, the return of the
 * zombie, a silenced majority and a broker outage. Tests break it and see what the checker says.
 */
final class Story {
    static final Domain DOMAIN = new Domain("c1");
    static final List<Host> HOSTS =
            List.of(new Host("h1"), new Host("h2"), new Host("h3"), new Host("h4"), new Host("h5"));
    static final Host DEAD = new Host("h1");
    static final int VMS = 30;
    static final Vm NOT_AVAILABLE = new Vm("v06");
    static final Vm WAITS_FOR_OPERATOR = new Vm("v11");
    static final long CRASH = 12_000;
    static final long FAILED = 17_100;
    static final long POWER_ON = 22_000;
    static final long HOLD = 30_000;
    static final long OUTAGE = 50_000;
    static final long END = 70_000;
    private static final Instant ZERO = Instant.parse("2026-01-01T00:00:00Z");

    final List<Observation> observations = new ArrayList<>();
    final List<NodeFact> nodeFacts = new ArrayList<>();
    final List<Decision> decisions = new ArrayList<>();
    final List<Definition> definitions = new ArrayList<>();
    final List<Answer> answers = new ArrayList<>();
    final List<Witness> witnesses = new ArrayList<>();
    final List<ReplicaFact> replicaFacts = new ArrayList<>();
    final List<RpoClaim> rpoClaims = new ArrayList<>();
    final List<Position> unreadable = new ArrayList<>();
    SecretScan scan = SecretScan.NONE;
    Question.@Nullable Replication replication;
    final List<Crash> crashes = new ArrayList<>();
    final List<QuietPhase> phases = new ArrayList<>();
    boolean unplaceableAllowed = false;
    boolean answersExpected = true;
    long end = END;

    private final Map<Host, Agent> agents = new TreeMap<>();
    private final Map<String, Long> offsets = new HashMap<>();
    private int events;

    /** A host of the story. */
    private static final class Agent {
        final Map<Vm, Epoch> running = new TreeMap<>();
        long boot = 1;
        long sequence;
        long acknowledged;
        boolean fenced = true;
        String lastDigest = "";
    }

    static Instant at(long millis) {
        return ZERO.plusMillis(millis);
    }

    static Vm vm(int number) {
        return new Vm("v%02d".formatted(number));
    }

    static Host firstHostOf(int number) {
        return HOSTS.get((number - 1) % HOSTS.size());
    }

    Position position(String topic, long millis) {
        return new Position(topic, 0, offsets.merge(topic, 1L, Long::sum) - 1, at(millis));
    }

    String eventId() {
        return "placement " + ++events;
    }

    /** The whole good day. */
    static Story good() {
        Story story = new Story();
        HOSTS.forEach(host -> story.agents.put(host, new Agent()));
        for (int i = 1; i <= VMS; i++) {
            Vm vm = vm(i);
            story.definitions.add(
                    new Definition(
                            story.position("inventory.state", 0),
                            vm,
                            DOMAIN,
                            !vm.equals(NOT_AVAILABLE),
                            vm.equals(WAITS_FOR_OPERATOR)));
        }
        for (long now = 0; now <= END; now += 10) {
            story.step(now);
        }
        story.answers();
        story.crashes.add(new Crash(DEAD, at(CRASH)));
        story.phases.add(
                new QuietPhase(
                        "hold",
                        at(HOLD),
                        at(HOLD + 13_000),
                        Set.copyOf(HOSTS.subList(2, 5)),
                        Duration.ofSeconds(8),
                        DOMAIN));
        story.phases.add(
                new QuietPhase(
                        "broker outage",
                        at(OUTAGE),
                        at(OUTAGE + 11_000),
                        Set.copyOf(HOSTS),
                        Duration.ofSeconds(6),
                        null));
        return story;
    }

    private void step(long now) {
        if (now == 1_000) {
            HOSTS.forEach(host -> open(host, now));
        }
        if (now == 2_000) {
            for (int i = 1; i <= VMS; i++) {
                place(now + i, vm(i), firstHostOf(i), 1, false);
            }
        }
        if (now == CRASH) {
            agent(DEAD).running.clear();
        }
        if (now == FAILED) {
            failure(now);
        }
        if (now == POWER_ON) {
            zombie(now);
        }
        if (now == POWER_ON + 1_000) {
            open(DEAD, now);
            place(now + 20, NOT_AVAILABLE, DEAD, 2, false);
        }
        if (now == HOLD + 1_800) {
            nodeFacts.add(
                    new NodeFact.Held(position("monitoring.node-events", now), eventId(), DOMAIN));
        }
        if (now == HOLD + 10_600) {
            nodeFacts.add(
                    new NodeFact.Released(
                            position("monitoring.node-events", now), eventId(), DOMAIN));
        }
        for (int i = 0; i < HOSTS.size(); i++) {
            if (now % 500 == 40L * i) {
                beat(now, i);
            }
        }
    }

    private Agent agent(Host host) {
        Agent agent = agents.get(host);
        if (agent == null) {
            throw new IllegalStateException("no such host: " + host);
        }
        return agent;
    }

    private void open(Host host, long now) {
        agent(host).fenced = false;
        table(host, now, "TENURE_OPENED");
    }

    private void table(Host host, long now, String trigger) {
        Agent agent = agent(host);
        observations.add(
                new Observation.Table(
                        position("hosts.reports", now),
                        host,
                        new Boot(agent.boot),
                        agent.fenced,
                        trigger,
                        agent.running));
    }

    void place(long now, Vm vm, Host host, long epoch, boolean afterLoss) {
        decisions.add(
                new Decision.Placed(
                        position("placement.decisions", now),
                        eventId(),
                        vm,
                        new Epoch(epoch),
                        host,
                        afterLoss));
        agent(host).running.put(vm, new Epoch(epoch));
        complete(now + 30, host, vm, epoch, Outcome.STARTED);
        decisions.add(
                new Decision.Confirmed(
                        position("placement.decisions", now + 50),
                        eventId(),
                        vm,
                        new Epoch(epoch),
                        host));
    }

    void complete(long now, Host host, Vm vm, long epoch, Outcome outcome) {
        observations.add(
                new Observation.Completion(
                        position("hosts.reports", now),
                        host,
                        new Boot(agent(host).boot),
                        vm,
                        new Epoch(epoch),
                        outcome));
    }

    private void failure(long now) {
        nodeFacts.add(failed(now, DEAD));
        int target = 1;
        for (int i = 1; i <= VMS; i++) {
            Vm vm = vm(i);
            if (!firstHostOf(i).equals(DEAD)) {
                continue;
            }
            if (vm.equals(NOT_AVAILABLE)) {
                decisions.add(
                        new Decision.Waiting(
                                position("placement.decisions", now + 40),
                                eventId(),
                                vm,
                                new Epoch(1),
                                DEAD));
                continue;
            }
            lose(now + 40 + i, vm, 1, DEAD);
            if (!vm.equals(WAITS_FOR_OPERATOR)) {
                place(now + 40 + i, vm, HOSTS.get(target++), 2, true);
            }
        }
    }

    void lose(long now, Vm vm, long epoch, Host host) {
        decisions.add(
                new Decision.Lost(
                        position("placement.decisions", now),
                        eventId(),
                        vm,
                        new Epoch(epoch),
                        host));
    }

    NodeFact.Failed failed(long now, Host host) {
        return new NodeFact.Failed(
                position("monitoring.node-events", now),
                eventId(),
                DOMAIN,
                host,
                at(now - 80),
                at(now - 5_100),
                true);
    }

    private void zombie(long now) {
        Agent agent = agent(DEAD);
        agent.boot = 2;
        agent.sequence = 0;
        agent.acknowledged = 0;
        agent.fenced = true;
        agent.lastDigest = "";
        table(DEAD, now, "STARTED");
        for (int i = 1; i <= VMS; i++) {
            if (firstHostOf(i).equals(DEAD)) {
                complete(now + 200, DEAD, vm(i), 1, Outcome.STOPPED);
            }
        }
    }

    private void beat(long now, int index) {
        Host host = HOSTS.get(index);
        boolean dead = host.equals(DEAD) && now >= CRASH && now < POWER_ON;
        boolean silenced = index >= 2 && now >= HOLD && now < HOLD + 10_000;
        boolean outage = now >= OUTAGE && now < OUTAGE + 8_000;
        if (dead) {
            return;
        }
        Agent agent = agent(host);
        agent.sequence++;
        if (silenced || outage) {
            return;
        }
        String digest = agent.running.toString();
        boolean whole = agent.sequence % 20 == 1 || !digest.equals(agent.lastDigest);
        observations.add(
                new Observation.Beat(
                        position("telemetry.heartbeats", now),
                        host,
                        new Boot(agent.boot),
                        agent.sequence,
                        agent.acknowledged,
                        agent.fenced,
                        digest,
                        whole ? agent.running : null));
        agent.lastDigest = digest;
        agent.acknowledged = agent.sequence;
    }

    private void answers() {
        for (Definition definition : definitions) {
            Vm vm = definition.vm();
            Answer answer = new Answer(vm, null, new Epoch(1), "WAITING_FOR_OPERATOR");
            for (Map.Entry<Host, Agent> agent : agents.entrySet()) {
                Epoch epoch = agent.getValue().running.get(vm);
                if (epoch != null) {
                    answer = new Answer(vm, agent.getKey(), epoch, "RUNNING");
                }
            }
            answers.add(answer);
        }
    }

    History history() {
        return new History(
                observations,
                nodeFacts,
                decisions,
                definitions,
                answers,
                witnesses,
                replicaFacts,
                rpoClaims,
                scan,
                unreadable,
                at(end));
    }

    Question question() {
        return new Question(
                Set.of(DOMAIN),
                crashes,
                phases,
                unplaceableAllowed,
                answersExpected,
                replication,
                Duration.ofMillis(3_970),
                Duration.ofSeconds(5),
                Duration.ZERO);
    }

    Verdict verdict() {
        return Checker.check(history(), question());
    }
}
