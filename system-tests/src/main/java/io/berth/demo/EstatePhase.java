package io.berth.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.wire.EventCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Makes the estate over REST, powers the hosts on, and waits until every VM runs. */
final class EstatePhase {
    private static final String NAME = "estate";
    private static final int BATCH = 50;
    private static final Duration HOSTS_PATIENCE = Duration.ofSeconds(60);
    private static final Duration VMS_PATIENCE = Duration.ofSeconds(60);

    private final Stage stage;
    private final EstatePlan plan;

    EstatePhase(Stage stage) {
        this.stage = stage;
        this.plan = stage.plan();
    }

    /**
     * Runs it.
     *
     * @return whether everything is up
     */
    boolean run() {
        Timeline timeline = stage.timeline();
        describe();
        groups();
        plan.clusters().forEach(cluster -> stage.inventory().post("clusters", cluster(cluster)));
        timeline.tell(NAME, "registered over REST; powering the hosts on");
        Instant powered = timeline.now();
        stage.simulator().post("fleet", fleet());
        List<HostId> hosts = stage.hosts();
        if (!stage.await(
                NAME,
                "hosts up with an open tenure",
                HOSTS_PATIENCE,
                hosts.size(),
                fleet -> fleet.ready(hosts))) {
            return false;
        }
        Instant up = timeline.now();
        timeline.tell(
                NAME,
                "%d hosts UP with an open tenure %s after power-on"
                        .formatted(hosts.size(), seconds(powered, up)));
        vms();
        if (!stage.await(
                NAME,
                "VMs running",
                VMS_PATIENCE,
                plan.vms().size(),
                fleet -> fleet.running().size())) {
            return false;
        }
        Instant running = timeline.now();
        timeline.tell(
                NAME,
                "%d VMs RUNNING, each confirmed by its host, %s after the first request"
                        .formatted(plan.vms().size(), seconds(up, running)));
        timeline.figure("hostsUpMillis", Duration.between(powered, up).toMillis());
        timeline.figure("vmsRunningMillis", Duration.between(up, running).toMillis());
        return true;
    }

    private void describe() {
        long available = plan.vms().stream().filter(vm -> vm.spec().highlyAvailable()).count();
        long sets =
                plan.vms().stream()
                        .map(vm -> vm.spec().antiAffinitySet())
                        .filter(set -> set != null)
                        .distinct()
                        .count();
        long sites = plan.clusters().stream().map(EstatePlan.Cluster::site).distinct().count();
        stage.timeline()
                .tell(
                        NAME,
                        "%d sites, %d clusters, %d hosts, %d VMs (%d highly available, %d anti-affinity sets)"
                                .formatted(
                                        sites,
                                        plan.clusters().size(),
                                        plan.hosts().size(),
                                        plan.vms().size(),
                                        available,
                                        sets));
    }

    private void groups() {
        stage.inventory().post("management-groups", RestApi.object().put("name", plan.name()));
        for (EstatePlan.Group group : plan.groups()) {
            ObjectNode body =
                    RestApi.object()
                            .put("id", group.id().value())
                            .put("managementGroup", plan.name());
            HostGroupId parent = group.parent();
            if (parent != null) {
                body.put("parent", parent.value());
            }
            body.putObject("reserve")
                    .put("cpuPercent", group.reserve().cpuPercent())
                    .put("memoryMiB", group.reserve().memory().value());
            stage.inventory().post("host-groups", body);
        }
    }

    private static ObjectNode cluster(EstatePlan.Cluster cluster) {
        ObjectNode body =
                RestApi.object()
                        .put("id", cluster.id().value())
                        .put("group", cluster.group().value())
                        .put("site", cluster.site().value())
                        .put("nodeFailureReserve", cluster.nodeFailureReserve());
        ArrayNode hosts = body.putArray("hosts");
        for (EstatePlan.Host host : cluster.hosts()) {
            hosts.addObject()
                    .put("id", host.id().value())
                    .put("cores", host.cores())
                    .put("memoryMiB", host.memory().value());
        }
        return body;
    }

    private ObjectNode fleet() {
        ObjectNode body = RestApi.object();
        ArrayNode hosts = body.putArray("hosts");
        for (EstatePlan.Cluster cluster : plan.clusters()) {
            for (EstatePlan.Host host : cluster.hosts()) {
                ObjectNode node =
                        hosts.addObject()
                                .put("id", host.id().value())
                                .put("domain", cluster.domain().value())
                                .put("cores", host.cores())
                                .put("memoryMiB", host.memory().value())
                                .put("watchdog", true);
                ArrayNode nodes = node.putArray("nodes");
                cluster.hosts().forEach(peer -> nodes.add(peer.id().value()));
            }
        }
        return body;
    }

    private void vms() {
        ArrayNode batch = EventCodec.JSON.createArrayNode();
        for (EstatePlan.Vm vm : plan.vms()) {
            batch.add(vm(vm));
            if (batch.size() == BATCH) {
                stage.inventory().post("vms", batch);
                batch = EventCodec.JSON.createArrayNode();
            }
        }
        if (!batch.isEmpty()) {
            stage.inventory().post("vms", batch);
        }
    }

    /** One small VM more, beside the plan. */
    VmId oneMore(int number) {
        EstatePlan.Cluster cluster = plan.clusters().getFirst();
        VmId id = new VmId("%s-more%02d".formatted(cluster.id(), number));
        VmSpec spec = new VmSpec(1, 10, MiB.ofGiB(1), true, RestartPriority.MEDIUM, null);
        stage.inventory().post("vms", vm(new EstatePlan.Vm(id, cluster.id(), spec)));
        return id;
    }

    private static ObjectNode vm(EstatePlan.Vm vm) {
        VmSpec spec = vm.spec();
        ObjectNode body =
                RestApi.object()
                        .put("id", vm.id().value())
                        .put("cluster", vm.cluster().value())
                        .put("vcpus", spec.vcpus())
                        .put("cpuUtilisationPercent", spec.cpuUtilisationPercent())
                        .put("memoryMiB", spec.memory().value())
                        .put("highlyAvailable", spec.highlyAvailable())
                        .put("restartPriority", spec.restartPriority().name());
        String set = spec.antiAffinitySet();
        if (set != null) {
            body.put("antiAffinitySet", set);
        }
        return body;
    }

    static String seconds(Instant from, Instant to) {
        return "%.1f s".formatted(Duration.between(from, to).toMillis() / 1000.0);
    }
}
