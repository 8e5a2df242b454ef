package io.berth.contracts.schema;

import static io.berth.contracts.schema.Flows.Party.AGENTS;
import static io.berth.contracts.schema.Flows.Party.CONSOLE;
import static io.berth.contracts.schema.Flows.Party.INVENTORY;
import static io.berth.contracts.schema.Flows.Party.KEYVAULT;
import static io.berth.contracts.schema.Flows.Party.MONITORING;
import static io.berth.contracts.schema.Flows.Party.PLACEMENT;
import static io.berth.contracts.schema.Flows.Party.REPLICA;
import static java.util.Map.entry;

import io.berth.contracts.Topic;
import io.berth.contracts.Topics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Who writes which topic, who reads it, and what its key is: for the AsyncAPI document. */
final class Flows {
    /** Who takes part. */
    enum Party {
        AGENTS("The agents on the hosts; the fleet simulator plays them."),
        INVENTORY("inventory-service: what exists."),
        MONITORING("monitoring-service: who is alive."),
        PLACEMENT("placement-service: where a VM runs."),
        REPLICA("replica-service: when VM state is copied."),
        KEYVAULT("keyvault-service: the keys."),
        CONSOLE("The web page and front door. Not built yet.");

        private final String description;

        Party(String description) {
            this.description = description;
        }

        String description() {
            return description;
        }

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * How one topic flows.
     *
     * @param later which of them do not take part yet
     */
    record Flow(String key, String about, List<Party> from, List<Party> to, Set<Party> later) {
        Flow(String key, String about, List<Party> from, List<Party> to) {
            this(key, about, from, to, Set.of());
        }
    }

    private static final Map<Topic<?>, Flow> FLOWS =
            Map.ofEntries(
                    entry(
                            Topics.HEARTBEATS,
                            new Flow(
                                    "The placement domain. A tick names its partition instead"
                                            + " (partition-5) and is written to it explicitly.",
                                    "Beats of hosts, and whatever else failure detection needs to"
                                            + " know.",
                                    List.of(AGENTS, MONITORING),
                                    List.of(MONITORING))),
                    entry(
                            Topics.KVP,
                            new Flow(
                                    "The VM.",
                                    "Key-value pairs that guests publish.",
                                    List.of(AGENTS),
                                    List.of(MONITORING))),
                    entry(
                            Topics.DISK_LOAD,
                            new Flow(
                                    "The host.",
                                    "What the disks of the VMs that run on a host were asked for,"
                                            + " a few times a minute.",
                                    List.of(AGENTS),
                                    List.of(INVENTORY))),
                    entry(
                            Topics.GUEST_NETWORK,
                            new Flow(
                                    "The host.",
                                    "What the guests of a host lost on its adapters, a few times a"
                                            + " minute.",
                                    List.of(AGENTS),
                                    List.of(MONITORING))),
                    entry(
                            Topics.INVENTORY_STATE,
                            new Flow(
                                    "Kind and id of the entity (host/node-01). A record without"
                                            + " value deletes it.",
                                    "The newest specification of every entity.",
                                    List.of(INVENTORY),
                                    List.of(MONITORING, PLACEMENT, REPLICA, CONSOLE),
                                    Set.of(CONSOLE))),
                    entry(
                            Topics.NODE_EVENTS,
                            new Flow(
                                    "The placement domain.",
                                    "Who is up, suspect, unreachable, failed; what is held.",
                                    List.of(MONITORING),
                                    List.of(PLACEMENT, INVENTORY, REPLICA, MONITORING),
                                    Set.of(INVENTORY))),
                    entry(
                            Topics.HOST_LOAD,
                            new Flow(
                                    "The host.",
                                    "Measured load, averaged.",
                                    List.of(MONITORING),
                                    List.of(PLACEMENT, REPLICA))),
                    entry(
                            Topics.GUEST_EVENTS,
                            new Flow(
                                    "The VM.",
                                    "Which guests do not answer, what they publish, and what is"
                                            + " odd about it.",
                                    List.of(MONITORING),
                                    List.of(MONITORING, CONSOLE),
                                    Set.of(CONSOLE))),
                    entry(
                            Topics.ALERTS,
                            new Flow(
                                    "The fingerprint: rule and subject of the alert. A record"
                                            + " without value deletes it.",
                                    "How each alert stands: open, acknowledged, resolved.",
                                    List.of(MONITORING),
                                    List.of(CONSOLE),
                                    Set.of(CONSOLE))),
                    entry(
                            Topics.AGENT_CERTIFICATES,
                            new Flow(
                                    "The serial number of the certificate. A record without value"
                                            + " deletes it.",
                                    "Which certificates of agents hold no longer.",
                                    List.of(MONITORING),
                                    List.of(MONITORING, INVENTORY))),
                    entry(
                            Topics.PLACEMENT_REQUESTS,
                            new Flow(
                                    "The placement domain.",
                                    "Wishes that placement answers with a decision.",
                                    List.of(INVENTORY, MONITORING, PLACEMENT, REPLICA, CONSOLE),
                                    List.of(PLACEMENT),
                                    Set.of(REPLICA, CONSOLE))),
                    entry(
                            Topics.PLACEMENT_DECISIONS,
                            new Flow(
                                    "The VM.",
                                    "What placement decided or learned about a VM, with its"
                                            + " reasons.",
                                    List.of(PLACEMENT),
                                    List.of(INVENTORY, MONITORING, AGENTS, REPLICA),
                                    Set.of(AGENTS, REPLICA))),
                    entry(
                            Topics.PLACEMENT_ASSIGNMENTS,
                            new Flow(
                                    "The VM. A record without value deletes it.",
                                    "Where each VM is meant to run now.",
                                    List.of(PLACEMENT),
                                    List.of(INVENTORY, MONITORING, REPLICA, CONSOLE),
                                    Set.of(MONITORING, CONSOLE))),
                    entry(
                            Topics.PLACEMENT_CLUSTERS,
                            new Flow(
                                    "The cluster. A record without value deletes it.",
                                    "Whether each cluster is over-committed, by three judgements.",
                                    List.of(PLACEMENT),
                                    List.of(INVENTORY, MONITORING, CONSOLE),
                                    Set.of(INVENTORY, CONSOLE))),
                    entry(
                            Topics.PLACEMENT_OPERATIONS,
                            new Flow(
                                    "The operation.",
                                    "How far operations are, where somebody outside has to act:"
                                            + " the nodes of patch operations.",
                                    List.of(PLACEMENT),
                                    List.of(CONSOLE),
                                    Set.of(CONSOLE))),
                    entry(
                            Topics.HOST_COMMANDS,
                            new Flow(
                                    "The host. An agent reads the partition of its own key and"
                                            + " skips the records of others.",
                                    "Commands to agents.",
                                    List.of(PLACEMENT, REPLICA, INVENTORY, MONITORING),
                                    List.of(AGENTS))),
                    entry(
                            Topics.HOST_REPORTS,
                            new Flow(
                                    "The placement domain.",
                                    "What agents observed or did; only a report confirms a"
                                            + " placement.",
                                    List.of(AGENTS),
                                    List.of(PLACEMENT, REPLICA, INVENTORY))),
                    entry(
                            Topics.REPLICA_EVENTS,
                            new Flow(
                                    "The VM.",
                                    "Relationships, their states, and what came of each cycle.",
                                    List.of(REPLICA),
                                    List.of(PLACEMENT, MONITORING),
                                    Set.of(PLACEMENT))),
                    entry(
                            Topics.KEYVAULT_AUDIT,
                            new Flow(
                                    "The key ring, or the vault.",
                                    "Who did what with which keys, by identifiers alone.",
                                    List.of(KEYVAULT),
                                    List.of(MONITORING))));

    private Flows() {}

    /** The flow of a topic; every one of {@link Topics#ALL} has one. */
    static Flow of(Topic<?> topic) {
        return Objects.requireNonNull(FLOWS.get(topic), () -> topic.name() + " has no flow");
    }
}
