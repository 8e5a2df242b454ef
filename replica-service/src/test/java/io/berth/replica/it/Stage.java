package io.berth.replica.it;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import io.berth.contracts.Topics;
import io.berth.contracts.hosts.HostCommand;
import io.berth.contracts.hosts.PromoteReplica;
import io.berth.contracts.hosts.ReplicaCycleEnded;
import io.berth.contracts.hosts.ReplicaCycleEnded.Outcome;
import io.berth.contracts.hosts.ReplicaPromoted;
import io.berth.contracts.hosts.ReplicaTestCleaned;
import io.berth.contracts.hosts.ReplicaTested;
import io.berth.contracts.hosts.RunReplicaCycle;
import io.berth.contracts.hosts.TestReplica;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.SiteId;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.HostReserve;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.inventory.VmState;
import io.berth.contracts.monitoring.FencingEvidence;
import io.berth.contracts.monitoring.HostFailed;
import io.berth.contracts.monitoring.HostUp;
import io.berth.contracts.placement.AssignmentState;
import io.berth.contracts.placement.PlacementRequest;
import io.berth.contracts.placement.VmAssignment;
import io.berth.contracts.replica.CycleCompleted;
import io.berth.contracts.replica.ReplicaEvent;
import io.berth.kit.test.TestTokens;
import io.berth.kit.test.TopicReader;
import io.berth.kit.test.TopicWriter;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Everybody but replica: inventory, placement, the monitor and the agents, as they appear on the
 * topics, and people at the API. Ids carry a name of their own, so that tests share a broker and a
 * database.
 */
final class Stage implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);
    static final String PATH = "/api/v1/relationships";
    private static final VmSpec SMALL =
            new VmSpec(1, 50, MiB.ofGiB(1), true, RestartPriority.MEDIUM, null);

    final String name;
    final TopicWriter writer = new TopicWriter();
    final TopicReader<HostCommand> commands = TopicReader.fromNow(Topics.HOST_COMMANDS);
    final TopicReader<PlacementRequest> requests = TopicReader.fromNow(Topics.PLACEMENT_REQUESTS);
    final TopicReader<ReplicaEvent> events = TopicReader.fromNow(Topics.REPLICA_EVENTS);
    private final AtomicLong revisions = new AtomicLong(1);

    Stage(String name) {
        this.name = name;
    }

    DomainId domain(String suffix) {
        return new DomainId(name + "-" + suffix);
    }

    HostId host(String suffix) {
        return new HostId(name + "-" + suffix);
    }

    VmId vm(String suffix) {
        return new VmId(name + "-vm-" + suffix);
    }

    RelationshipId relationship(String suffix) {
        return new RelationshipId(name + "-r-" + suffix);
    }

    /** Inventory has these hosts of a domain. */
    void hosts(String domain, String... hosts) {
        for (String host : hosts) {
            writer.write(
                    Topics.INVENTORY_STATE,
                    new HostState(
                            host(host),
                            domain(domain),
                            new ClusterId(domain(domain).value()),
                            new HostGroupId("group"),
                            new SiteId("site"),
                            64,
                            MiB.ofGiB(64),
                            HostReserve.NONE,
                            false,
                            1));
        }
    }

    /** Inventory has a VM of a domain. */
    void specify(String vm, String domain) {
        writer.write(Topics.INVENTORY_STATE, new VmState(vm(vm), domain(domain), SMALL, 1));
    }

    /** Placement says that a VM runs on a host. */
    void runs(String vm, String domain, String host) {
        assign(vm, domain, host(host), AssignmentState.RUNNING);
    }

    /** Placement says so. */
    void assign(String vm, String domain, @Nullable HostId host, AssignmentState state) {
        assign(vm, domain, host, state, 1);
    }

    /** Placement says so at this epoch. */
    void assign(
            String vm, String domain, @Nullable HostId host, AssignmentState state, long epoch) {
        writer.write(
                Topics.PLACEMENT_ASSIGNMENTS,
                new VmAssignment(
                        vm(vm),
                        domain(domain),
                        host,
                        new Epoch(epoch),
                        state,
                        revisions.incrementAndGet()));
    }

    /** A VM that runs in "east", and a host in "west" for its copies; known to the service. */
    void ready(String vm) {
        hosts("east", "e1", "e2");
        hosts("west", "w1");
        specify(vm, "east");
        runs(vm, "east", "e1");
    }

    void failed(String domain, String host) {
        writer.write(
                Topics.NODE_EVENTS,
                new HostFailed(
                        host(host),
                        domain(domain),
                        new BootId(1),
                        new Tenure(1),
                        Instant.EPOCH,
                        Instant.EPOCH,
                        FencingEvidence.LEASE_EXPIRED_UNDER_WATCHDOG));
    }

    void up(String domain, String host, long boot) {
        writer.write(
                Topics.NODE_EVENTS,
                new HostUp(
                        host(host), domain(domain), new BootId(boot), Tenure.NONE, Instant.EPOCH));
    }

    /** Waits for the order of this cycle. */
    RunReplicaCycle ordered(String relationship, long cycle) {
        RelationshipId id = relationship(relationship);
        return (RunReplicaCycle)
                commands.await(
                                PATIENCE,
                                entry ->
                                        entry.event() instanceof RunReplicaCycle order
                                                && order.relationship().equals(id)
                                                && order.cycle().value() == cycle)
                        .require();
    }

    /** Waits for a command of this type to a host. */
    <C extends HostCommand> C commanded(Class<C> type, String host) {
        HostId to = host(host);
        return type.cast(
                commands.await(
                                PATIENCE,
                                entry ->
                                        type.isInstance(entry.event())
                                                && entry.require().host().equals(to))
                        .require());
    }

    /** Waits until something of this type is asked of placement for a VM. */
    <R extends PlacementRequest> R requested(Class<R> type, Function<R, VmId> of, String vm) {
        VmId wanted = vm(vm);
        return type.cast(
                requests.await(
                                PATIENCE,
                                entry ->
                                        type.isInstance(entry.event())
                                                && of.apply(type.cast(entry.event()))
                                                        .equals(wanted))
                        .require());
    }

    /**
     * A relationship that has a copy of a VM: the VM runs on "e1" of "east", the copy is on "w1".
     */
    void replicating(String name) {
        ready(name);
        create(name, name, "w1");
        answer(ordered(name, 1), "east", Outcome.COPIED);
        event(CycleCompleted.class, e -> e.relationship().equals(relationship(name)));
    }

    /** The target answers. */
    void answer(PromoteReplica order, ReplicaPromoted.Outcome outcome) {
        writer.write(
                Topics.HOST_REPORTS,
                new ReplicaPromoted(
                        order.host(),
                        domain("west"),
                        new BootId(1),
                        new Tenure(1),
                        order.command(),
                        order.relationship(),
                        order.vm(),
                        order.point(),
                        outcome,
                        "",
                        Instant.EPOCH));
    }

    /** The target has judged. */
    void answer(TestReplica order, ReplicaTested.Outcome outcome) {
        writer.write(
                Topics.HOST_REPORTS,
                new ReplicaTested(
                        order.host(),
                        domain("west"),
                        new BootId(1),
                        new Tenure(1),
                        order.command(),
                        order.relationship(),
                        order.vm(),
                        order.point(),
                        outcome,
                        outcome == ReplicaTested.Outcome.BOOTED ? Duration.ofSeconds(41) : null,
                        "",
                        Instant.EPOCH));
    }

    /** Nothing of the test is left at the target. */
    void cleaned(TestReplica order) {
        writer.write(
                Topics.HOST_REPORTS,
                new ReplicaTestCleaned(
                        order.host(),
                        domain("west"),
                        new BootId(1),
                        new Tenure(1),
                        order.command(),
                        order.relationship(),
                        order.vm(),
                        Instant.EPOCH));
    }

    /** Waits until a relationship is in a state. */
    void awaitState(String relationship, String state) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> get(relationship).body("state", equalTo(state)));
    }

    /** The agent answers. */
    void answer(RunReplicaCycle order, String domain, Outcome outcome) {
        writer.write(Topics.HOST_REPORTS, answerTo(order, domain(domain), outcome));
    }

    static ReplicaCycleEnded answerTo(RunReplicaCycle order, DomainId domain, Outcome outcome) {
        boolean copied = outcome == Outcome.COPIED;
        return new ReplicaCycleEnded(
                order.host(),
                domain,
                new BootId(1),
                new Tenure(1),
                order.command(),
                order.relationship(),
                order.vm(),
                order.cycle(),
                outcome,
                copied ? 4096 : 0,
                Duration.ofMillis(copied ? 250 : 0),
                "",
                Instant.EPOCH);
    }

    /** Waits for an event of this type. */
    <E extends ReplicaEvent> E event(Class<E> type, Predicate<E> wanted) {
        return type.cast(
                events.await(
                                PATIENCE,
                                entry ->
                                        type.isInstance(entry.event())
                                                && entry.require()
                                                        .relationship()
                                                        .value()
                                                        .startsWith(name + "-")
                                                && wanted.test(type.cast(entry.event())))
                        .require());
    }

    /** All orders read so far of this stage's relationships. */
    List<RunReplicaCycle> allOrders(Duration readingFor) {
        return commands.readFor(readingFor).stream()
                .filter(entry -> entry.event() instanceof RunReplicaCycle)
                .map(entry -> (RunReplicaCycle) entry.require())
                .filter(order -> order.relationship().value().startsWith(name + "-"))
                .toList();
    }

    String body(String relationship, String vm, String target) {
        return """
        {"id": "%s", "vm": "%s", "targetHost": "%s",
         "resyncWindow": "00:00-00:00", "frequency": "PT30S", "recoveryPoints": 3}
        """
                .formatted(relationship(relationship), vm(vm), host(target));
    }

    /** Makes a relationship as soon as the service knows VM and host. */
    void create(String relationship, String vm, String target) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> post(PATH, body(relationship, vm, target)).statusCode(201));
    }

    /** Waits until the service knows a VM that was specified. */
    void known(String vm) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() ->
                        post(PATH, body("asks", vm, "nowhere"))
                                .statusCode(422)
                                .body("values.errors.code", not(hasItem("unknown-vm"))));
    }

    static RequestSpecification as(String role) {
        return RestAssured.given().header("Authorization", TestTokens.bearer(role));
    }

    static ValidatableResponse post(String path, String body) {
        return as("administrator").contentType(ContentType.JSON).body(body).post(path).then();
    }

    ValidatableResponse get(String relationship) {
        return as("viewer").get(PATH + "/" + relationship(relationship)).then();
    }

    ValidatableResponse operate(String relationship, String operation) {
        return as("operator")
                .post(PATH + "/" + relationship(relationship) + "/" + operation)
                .then();
    }

    /** Where the failover of a relationship is. */
    ValidatableResponse failover(String relationship) {
        return as("viewer")
                .get(PATH + "/" + relationship(relationship) + "/failover")
                .then()
                .statusCode(200);
    }

    /** Waits until the failover of a relationship is at a step. */
    void awaitStep(String relationship, String step) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> failover(relationship).body("step", equalTo(step)));
    }

    /** An operator asks for something of a relationship. */
    ValidatableResponse ask(String relationship, String operation, String body) {
        return as("operator")
                .contentType(ContentType.JSON)
                .body(body)
                .post(PATH + "/" + relationship(relationship) + "/" + operation)
                .then();
    }

    @Override
    public void close() {
        writer.close();
        commands.close();
        requests.close();
        events.close();
    }
}
