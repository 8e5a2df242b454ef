package io.berth.inventory.domain.validation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.berth.contracts.facts.HostFacts;
import io.berth.contracts.ids.ArrayId;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.CsvId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.SiteId;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.inventory.HostHardware;
import io.berth.contracts.inventory.HostReserve;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.inventory.Hypervisor;
import io.berth.contracts.inventory.HypervisorKind;
import io.berth.contracts.inventory.Processor;
import io.berth.contracts.inventory.ProcessorVendor;
import io.berth.contracts.inventory.SupportStanding;
import io.berth.contracts.wire.EventCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A cluster of three nodes of which nothing is amiss, to be broken in one place. */
public final class Estates {
    public static final int NODES = 3;
    static final List<Volume> VOLUMES =
            List.of(new Volume(new CsvId("csv-1"), "LUN 4 of san-1, 1 TiB"));
    static final List<ReservationFigure> ROOM =
            List.of(new ReservationFigure(new ArrayId("san-1"), 16, 128));

    static final Processor PROCESSOR =
            new Processor(ProcessorVendor.INTEL, "Xeon X5670", List.of("sse4_2", "aes"));

    private Estates() {}

    /** All is well. */
    static Estate consistent() {
        return of(facts(), VOLUMES, ROOM);
    }

    /** All is well but for what is done to the facts of one node, counted from 1. */
    static Estate broken(int node, Consumer<ObjectNode> breakage) {
        List<JsonNode> facts = facts();
        breakage.accept((ObjectNode) facts.get(node - 1));
        return of(facts, VOLUMES, ROOM);
    }

    /** All is well but for what is done to the facts of every node. */
    static Estate brokenAlike(Consumer<ObjectNode> breakage) {
        List<JsonNode> facts = facts();
        facts.forEach(each -> breakage.accept((ObjectNode) each));
        return of(facts, VOLUMES, ROOM);
    }

    /** Nodes with these facts; a node whose facts are null has not reported. */
    static Estate of(
            List<? extends @Nullable JsonNode> facts,
            List<Volume> volumes,
            List<ReservationFigure> reservations) {
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < facts.size(); i++) {
            JsonNode json = facts.get(i);
            nodes.add(
                    new Node(
                            host(i + 1, SupportStanding.SUPPORTED),
                            json == null ? null : read(json)));
        }
        return new Estate(cluster(), nodes, volumes, reservations, Duration.ofMinutes(2));
    }

    public static ClusterState cluster() {
        return new ClusterState(
                new ClusterId("cluster-a"),
                new HostGroupId("production"),
                new SiteId("bonn"),
                IntStream.rangeClosed(1, NODES).mapToObj(Estates::id).toList(),
                1,
                1);
    }

    public static HostState host(int node, SupportStanding standing) {
        return host(
                node,
                standing,
                new HostHardware(
                        false,
                        PROCESSOR,
                        null,
                        null,
                        null,
                        List.of(),
                        List.of(),
                        null,
                        List.of("Windows Server 2008 R2")));
    }

    static HostState host(int node, SupportStanding standing, HostHardware hardware) {
        return new HostState(
                id(node),
                new DomainId("cluster-a"),
                new ClusterId("cluster-a"),
                new HostGroupId("production"),
                new SiteId("bonn"),
                16,
                new MiB(65536),
                HostReserve.NONE,
                false,
                new Hypervisor(
                        HypervisorKind.HYPER_V,
                        "Windows Server 2008 R2",
                        null,
                        "Datacenter",
                        "core",
                        1L,
                        null,
                        false),
                standing,
                hardware,
                1);
    }

    static HostId id(int node) {
        return new HostId("node-" + node);
    }

    /** What each node reports when nothing is amiss. */
    public static List<JsonNode> facts() {
        return new ArrayList<>(IntStream.rangeClosed(1, NODES).mapToObj(Estates::factsOf).toList());
    }

    private static JsonNode factsOf(int node) {
        ObjectNode facts = (ObjectNode) parse(FACTS.replace("#", String.valueOf(node)));
        ArrayNode probes = facts.putArray("probes");
        for (int peer = 1; peer <= NODES; peer++) {
            for (int network = 1; network <= 2 && peer != node; network++) {
                probes.addObject()
                        .put("peer", id(peer).value())
                        .put("network", "10.0.%d.0/24".formatted(network))
                        .put("sent", 100)
                        .put("answered", 100)
                        .put("roundTrip", "PT0.0004S");
            }
        }
        return facts;
    }

    static JsonNode parse(String json) {
        try {
            return EventCodec.JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static HostFacts read(JsonNode json) {
        try {
            return EventCodec.JSON.treeToValue(json, HostFacts.class);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static final String FACTS =
            """
            {"system": {"osName": "Windows Server 2008 R2", "osVersion": "6.1.7601",
              "architecture": "x64", "biosVersion": "P64 #", "servicePack": 1,
              "updates": ["KB2494016", "KB2545685"], "directoryDomain": "demo.local",
              "memoryDump": "KERNEL", "clockOffsetMillis": #,
              "services": [{"name": "ClusSvc", "state": "RUNNING"},
                {"name": "vmms", "state": "RUNNING"},
                {"name": "LanmanServer", "state": "RUNNING"},
                {"name": "LanmanWorkstation", "state": "RUNNING"},
                {"name": "RpcSs", "state": "RUNNING"}],
              "drivers": [{"name": "storport.sys", "version": "6.1", "signed": true},
                {"name": "hba.sys", "version": "2.#", "signed": true}]},
             "processor": {"vendor": "INTEL", "model": "Xeon X5670", "features": ["sse4_2", "aes"]},
             "adapters": [
              {"adapter": {"name": "nic-1", "speedMbit": 1000, "offloads": ["IPV4_CHECKSUM"]},
               "mac": "00-15-5D-00-01-0#", "bindingPosition": 1,
               "addresses": [{"address": "10.0.1.1#", "prefix": 24},
                 {"address": "fe80::1", "prefix": 64}]},
              {"adapter": {"name": "nic-2", "speedMbit": 1000, "offloads": []},
               "mac": "00-15-5D-00-02-0#", "bindingPosition": 2, "virtualSwitch": "external",
               "addresses": [{"address": "10.0.2.1#", "prefix": 24}]}],
             "switches": [{"name": "external", "adapter": "nic-2"}],
             "hypervisor": {"kind": "HYPER_V", "integrationServices": "6.1.7601.17514"},
             "disks": [
              {"disk": "5f01", "page83": "naa.6001", "size": 1048576, "csv": "csv-1",
               "fileSystem": "NTFS", "persistentReservations": true, "latency": "PT0.004S",
               "paths": 2, "multipath": true},
              {"disk": "5f02", "page83": "naa.6002", "size": 1024, "fileSystem": "NTFS",
               "persistentReservations": true, "arbitration": "WORKED", "failover": "WORKED",
               "simultaneousFailover": "WORKED", "latency": "PT0.005S", "paths": 2,
               "multipath": true}],
             "components": [
              {"sort": "HARDWARE", "name": "DL380 G7",
               "certifiedFor": ["Windows Server 2008", "Windows Server 2008 R2"]},
              {"sort": "SOFTWARE", "name": "hba.sys 2.1",
               "certifiedFor": ["Windows Server 2008 R2"]}]}
            """;
}
