package io.berth.contracts;

import io.berth.contracts.Topic.Kind;
import io.berth.contracts.Topic.Partitioning;
import io.berth.contracts.agents.AgentCertificateEvent;
import io.berth.contracts.alerts.AlertEvent;
import io.berth.contracts.guests.GuestEvent;
import io.berth.contracts.hosts.HostCommand;
import io.berth.contracts.hosts.HostReport;
import io.berth.contracts.inventory.InventoryState;
import io.berth.contracts.keyvault.KeyAuditEvent;
import io.berth.contracts.monitoring.HostLoadEvent;
import io.berth.contracts.monitoring.NodeEvent;
import io.berth.contracts.placement.AssignmentEvent;
import io.berth.contracts.placement.ClusterEvent;
import io.berth.contracts.placement.OperationEvent;
import io.berth.contracts.placement.PlacementDecision;
import io.berth.contracts.placement.PlacementRequest;
import io.berth.contracts.replica.ReplicaEvent;
import io.berth.contracts.telemetry.DiskLoadEvent;
import io.berth.contracts.telemetry.GuestNetworkEvent;
import io.berth.contracts.telemetry.HeartbeatEvent;
import io.berth.contracts.telemetry.KvpEvent;
import java.util.List;

/**
 * Every topic of Berth, and those that programs of others write for it. Each has a dead-letter
 * topic beside it, named with {@link Topic#DEAD_LETTER_SUFFIX}.
 */
public final class Topics {
    /** Agents and the monitor itself → monitoring. */
    public static final Topic<HeartbeatEvent> HEARTBEATS =
            new Topic<>(
                    "telemetry.heartbeats",
                    HeartbeatEvent.class,
                    Kind.LOG_TIME,
                    Partitioning.BY_DOMAIN);

    /** Agents → monitoring. */
    public static final Topic<KvpEvent> KVP =
            new Topic<>("telemetry.kvp", KvpEvent.class, Kind.DAY, Partitioning.BY_AGGREGATE);

    /** Agents → inventory. */
    public static final Topic<DiskLoadEvent> DISK_LOAD =
            new Topic<>(
                    "telemetry.disk-load",
                    DiskLoadEvent.class,
                    Kind.DAY,
                    Partitioning.BY_AGGREGATE);

    /** Agents → monitoring. */
    public static final Topic<GuestNetworkEvent> GUEST_NETWORK =
            new Topic<>(
                    "telemetry.guest-network",
                    GuestNetworkEvent.class,
                    Kind.DAY,
                    Partitioning.BY_AGGREGATE);

    /** Inventory → all. */
    public static final Topic<InventoryState> INVENTORY_STATE =
            new Topic<>(
                    "inventory.state",
                    InventoryState.class,
                    Kind.COMPACTED,
                    Partitioning.BY_AGGREGATE);

    /** Monitoring → placement, inventory, replica. */
    public static final Topic<NodeEvent> NODE_EVENTS =
            new Topic<>(
                    "monitoring.node-events", NodeEvent.class, Kind.FACTS, Partitioning.BY_DOMAIN);

    /** Monitoring → placement, replica. */
    public static final Topic<HostLoadEvent> HOST_LOAD =
            new Topic<>(
                    "monitoring.host-load",
                    HostLoadEvent.class,
                    Kind.COMPACTED,
                    Partitioning.BY_AGGREGATE);

    /** Monitoring → console, and whoever looks after guests. */
    public static final Topic<GuestEvent> GUEST_EVENTS =
            new Topic<>(
                    "monitoring.guest-events",
                    GuestEvent.class,
                    Kind.FACTS,
                    Partitioning.BY_AGGREGATE);

    /** Monitoring → console, and whoever is told of alerts. */
    public static final Topic<AlertEvent> ALERTS =
            new Topic<>(
                    "monitoring.alerts",
                    AlertEvent.class,
                    Kind.COMPACTED,
                    Partitioning.BY_AGGREGATE);

    /** Monitoring → whoever checks certificates of agents. */
    public static final Topic<AgentCertificateEvent> AGENT_CERTIFICATES =
            new Topic<>(
                    "monitoring.agent-certificates",
                    AgentCertificateEvent.class,
                    Kind.COMPACTED,
                    Partitioning.BY_AGGREGATE);

    /** Inventory, replica, console → placement. */
    public static final Topic<PlacementRequest> PLACEMENT_REQUESTS =
            new Topic<>(
                    "placement.requests",
                    PlacementRequest.class,
                    Kind.FACTS,
                    Partitioning.BY_DOMAIN);

    /** Placement → inventory, agents, replica. */
    public static final Topic<PlacementDecision> PLACEMENT_DECISIONS =
            new Topic<>(
                    "placement.decisions",
                    PlacementDecision.class,
                    Kind.FACTS,
                    Partitioning.BY_AGGREGATE);

    /** Placement → all. */
    public static final Topic<AssignmentEvent> PLACEMENT_ASSIGNMENTS =
            new Topic<>(
                    "placement.assignments",
                    AssignmentEvent.class,
                    Kind.COMPACTED,
                    Partitioning.BY_AGGREGATE);

    /** Placement → inventory, monitoring. */
    public static final Topic<ClusterEvent> PLACEMENT_CLUSTERS =
            new Topic<>(
                    "placement.clusters",
                    ClusterEvent.class,
                    Kind.COMPACTED,
                    Partitioning.BY_AGGREGATE);

    /** Placement → whoever acts on operations, as patch automation does. */
    public static final Topic<OperationEvent> PLACEMENT_OPERATIONS =
            new Topic<>(
                    "placement.operations",
                    OperationEvent.class,
                    Kind.FACTS,
                    Partitioning.BY_AGGREGATE);

    /** Placement, replica, inventory → agents. */
    public static final Topic<HostCommand> HOST_COMMANDS =
            new Topic<>("hosts.commands", HostCommand.class, Kind.FACTS, Partitioning.BY_AGGREGATE);

    /** Agents → placement, replica, inventory. */
    public static final Topic<HostReport> HOST_REPORTS =
            new Topic<>("hosts.reports", HostReport.class, Kind.FACTS, Partitioning.BY_DOMAIN);

    /** Replica → placement, monitoring. */
    public static final Topic<ReplicaEvent> REPLICA_EVENTS =
            new Topic<>(
                    "replica.events", ReplicaEvent.class, Kind.FACTS, Partitioning.BY_AGGREGATE);

    /** Key vault → monitoring, and whoever audits. */
    public static final Topic<KeyAuditEvent> KEYVAULT_AUDIT =
            new Topic<>(
                    "keyvault.audit", KeyAuditEvent.class, Kind.AUDIT, Partitioning.BY_AGGREGATE);

    /** All of them. */
    public static final List<Topic<?>> ALL =
            List.of(
                    HEARTBEATS,
                    KVP,
                    DISK_LOAD,
                    GUEST_NETWORK,
                    INVENTORY_STATE,
                    NODE_EVENTS,
                    HOST_LOAD,
                    GUEST_EVENTS,
                    ALERTS,
                    AGENT_CERTIFICATES,
                    PLACEMENT_REQUESTS,
                    PLACEMENT_DECISIONS,
                    PLACEMENT_ASSIGNMENTS,
                    PLACEMENT_CLUSTERS,
                    PLACEMENT_OPERATIONS,
                    HOST_COMMANDS,
                    HOST_REPORTS,
                    REPLICA_EVENTS,
                    KEYVAULT_AUDIT);

    /**
     * collectd's plugin {@code write_kafka} → monitoring: JSON arrays of samples. Stamped by the
     * broker, since nobody sets the clocks of those machines.
     */
    public static final ForeignTopic COLLECTD =
            new ForeignTopic("telemetry.collectd", Kind.LOG_TIME);

    /** All that others write in formats of their own. */
    public static final List<ForeignTopic> FOREIGN = List.of(COLLECTD);

    private Topics() {}
}
