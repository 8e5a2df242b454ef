package io.berth.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.berth.checker.Domain;
import io.berth.checker.Host;
import io.berth.checker.Question;
import io.berth.checker.edge.Job;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.timing.LeaseTimings;
import io.berth.platform.ComponentName;
import io.berth.platform.Role;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What all phases share: the platform, the estate, its fleet as it is followed, and what the
 * checker is going to be asked.
 */
final class Stage implements AutoCloseable {
    private static final int MAX_PAGE = 500;

    /** Three beats. */
    private static final Duration SETTLE = LeaseTimings.DEFAULT.beat().multipliedBy(3);

    /**
     * The replica service gives a cycle up when no answer has come for two minutes; half a minute
     * more for a restart of the service.
     */
    private static final Duration CYCLE_PATIENCE = Duration.ofSeconds(150);

    /** From asking to reading the answer, and from a commit to the event. */
    private static final Duration RPO_TOLERANCE = Duration.ofSeconds(2);

    private final Platform platform;
    private final EstatePlan plan;
    private final Timeline timeline;
    private final FleetFollower follower;
    private final RestApi inventory;
    private final RestApi simulator;
    private final RestApi replica;
    private final List<Question.Crash> crashes = new ArrayList<>();
    private final List<Question.QuietPhase> quietPhases = new ArrayList<>();
    private final Map<String, String> secrets = new TreeMap<>();
    private Question.@Nullable Replication replication;

    /** Begins to follow the estate; nothing of it need exist yet. */
    Stage(Platform platform, EstatePlan plan, Timeline timeline) {
        this.platform = platform;
        this.plan = plan;
        this.timeline = timeline;
        this.inventory = api(platform, ComponentName.INVENTORY, Role.ADMINISTRATOR);
        this.simulator = api(platform, ComponentName.SIMULATOR, Role.OPERATOR);
        this.replica = api(platform, ComponentName.REPLICA, Role.ADMINISTRATOR);
        this.follower =
                new FleetFollower(
                        platform.bootstrap(),
                        plan.domains(),
                        plan.vms().stream().map(EstatePlan.Vm::id).collect(Collectors.toSet()));
    }

    static RestApi api(Platform platform, ComponentName service, Role role) {
        return new RestApi(platform.url(service), platform.token(role));
    }

    Platform platform() {
        return platform;
    }

    EstatePlan plan() {
        return plan;
    }

    Timeline timeline() {
        return timeline;
    }

    FleetFollower follower() {
        return follower;
    }

    RestApi inventory() {
        return inventory;
    }

    RestApi simulator() {
        return simulator;
    }

    RestApi replica() {
        return replica;
    }

    /** All hosts of the estate. */
    List<HostId> hosts() {
        return plan.hosts().stream().map(EstatePlan.Host::id).toList();
    }

    /**
     * Causes a fault in the simulator.
     *
     * @return when it was ordered
     */
    Instant fault(String kind, Collection<HostId> hosts) {
        return fault(kind, hosts, RestApi.object());
    }

    /** Causes a fault that needs more than hosts. */
    Instant fault(String kind, Collection<HostId> hosts, ObjectNode more) {
        more.put("kind", kind);
        ArrayNode list = more.putArray("hosts");
        hosts.stream().map(HostId::value).sorted().forEach(list::add);
        Instant now = timeline.now();
        simulator.post("faults", more);
        return now;
    }

    /** How many hosts of the estate the simulator shows with this property. */
    long simulated(Predicate<JsonNode> chosen) {
        Set<String> own = hosts().stream().map(HostId::value).collect(Collectors.toSet());
        long count = 0;
        String cursor = "";
        while (true) {
            JsonNode page = simulator.get("fleet?limit=" + MAX_PAGE + cursor);
            for (JsonNode host : page.path("hosts")) {
                if (own.contains(host.path("id").asText()) && chosen.test(host)) {
                    count++;
                }
            }
            if (!page.path("nextCursor").isTextual()) {
                return count;
            }
            cursor = "&after=" + page.path("nextCursor").textValue();
        }
    }

    /**
     * Lets what has just happened reach the log in beats of every host. A fault before that could
     * not be told from what came before it.
     */
    void settle() {
        follower.pass(SETTLE);
    }

    /**
     * Waits for something and tells how far it is; when it does not come in time, that is told, and
     * the checker has to say what it means.
     *
     * @param count how much of {@code wanted} is there
     */
    boolean await(
            String phase,
            String what,
            Duration patience,
            long wanted,
            ToLongFunction<Fleet> count) {
        return await(
                phase,
                what,
                patience,
                wanted,
                count,
                fleet ->
                        timeline.tell(
                                phase,
                                "… %d of %d %s".formatted(count.applyAsLong(fleet), wanted, what)));
    }

    /** The same for one thing that is there or not. */
    boolean await(String phase, String what, Duration patience, ToLongFunction<Fleet> count) {
        return await(phase, what, patience, 1, count, fleet -> {});
    }

    private boolean await(
            String phase,
            String what,
            Duration patience,
            long wanted,
            ToLongFunction<Fleet> count,
            Consumer<Fleet> progress) {
        boolean there =
                follower.await(patience, fleet -> count.applyAsLong(fleet) >= wanted, progress);
        if (!there) {
            timeline.tell(
                    phase,
                    "gave up after %d s: %d of %d %s"
                            .formatted(
                                    patience.toSeconds(),
                                    follower.look(count::applyAsLong),
                                    wanted,
                                    what));
        }
        return there;
    }

    /** A host has been made to die; the checker will ask for its VMs. */
    void crashed(HostId host, Instant at) {
        crashes.add(new Question.Crash(new Host(host.value()), at));
    }

    /** Nothing may have happened then. */
    void quiet(Question.QuietPhase phase) {
        quietPhases.add(phase);
    }

    /** From now on the checker judges cycles. */
    void replicated() {
        replication = new Question.Replication(CYCLE_PATIENCE, RPO_TOLERANCE);
    }

    /** A secret was handed to Berth; the checker will seek it in every record. */
    void planted(String name, String secret) {
        secrets.put(name, secret);
    }

    /** The planted secrets by name. */
    Map<String, String> secrets() {
        return Map.copyOf(secrets);
    }

    /**
     * What the checker is to read and to judge, with everything that was done so far.
     *
     * @param secretsFile where the planted secrets are written for it; absent when there are none
     */
    Job job(@Nullable Path secretsFile) {
        LeaseTimings timings = LeaseTimings.DEFAULT;
        Question question =
                new Question(
                        plan.domains().stream()
                                .map(domain -> new Domain(domain.value()))
                                .collect(Collectors.toSet()),
                        crashes,
                        quietPhases,
                        false,
                        true,
                        replication,
                        timings.lease().multipliedBy(102).dividedBy(100).plus(timings.kill()),
                        timings.threshold(),
                        Duration.ZERO);
        return new Job(
                platform.bootstrap(),
                "",
                follower.startOffsets(),
                URI.create(platform.url(ComponentName.PLACEMENT)),
                URI.create(platform.url(ComponentName.SIMULATOR)),
                replication == null ? null : URI.create(platform.url(ComponentName.REPLICA)),
                secretsFile,
                question);
    }

    @Override
    public void close() {
        follower.close();
        inventory.close();
        simulator.close();
        replica.close();
    }
}
