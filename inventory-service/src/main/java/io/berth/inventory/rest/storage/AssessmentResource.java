package io.berth.inventory.rest.storage;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;
import static io.berth.kit.security.Roles.VIEWER;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.Identifiers;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.inventory.DiskGroupState;
import io.berth.contracts.inventory.HostHardware;
import io.berth.contracts.inventory.RaidLevel;
import io.berth.inventory.app.storage.StorageLookups;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.InventoryRefusal;
import io.berth.inventory.domain.storage.Assessment;
import io.berth.inventory.domain.storage.PlacedDisk;
import io.berth.inventory.domain.storage.VolumeUse;
import io.berth.inventory.rest.Problems;
import io.berth.kit.rest.Fields;
import io.berth.kit.rest.Requests;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Advice on the layout of disks, from what was measured. Changes nothing. */
@Path("/api/v1/storage/assessment")
@RunOnVirtualThread
public class AssessmentResource {
    private static final int MAX_DISKS = 100;

    /** Most samples of a disk: four weeks, one every minute, would be more than a body may hold. */
    private static final int MAX_SAMPLES = 10_000;

    private static final long MAX_IOPS_PER_SPINDLE = DiskGroupState.MAX_IOPS_PER_SPINDLE;

    private final StorageLookups lookups;

    AssessmentResource(StorageLookups lookups) {
        this.lookups = lookups;
    }

    /** What was measured over a moment. */
    record SampleRequest(
            @Nullable Long readIops,
            @Nullable Long writeIops,
            @Nullable Double mbPerSecond,
            @Nullable Double blockKiB,
            @Nullable Double latencyMs) {}

    /**
     * A disk with its samples.
     *
     * @param separateSpindles whether somebody asks for physical disks of its own
     */
    record DiskRequest(
            @Nullable String disk,
            @Nullable Long sizeMiB,
            @Nullable RaidLevel raidLevel,
            @Nullable Long iopsPerSpindle,
            @Nullable Boolean separateSpindles,
            @Nullable List<@Nullable SampleRequest> samples) {}

    /**
     * Disks to be assessed.
     *
     * @param cluster on whose volumes room is looked for; none when absent
     */
    record Request(@Nullable String cluster, @Nullable List<@Nullable DiskRequest> disks) {}

    @POST
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public List<Assessment.Answer> assess(@Nullable Request request) {
        Request body = Requests.body(request);
        Fields fields = new Fields();
        String name = body.cluster();
        Supplier<@Nullable ClusterId> cluster =
                name == null ? () -> null : fields.read("cluster", name, ClusterId::new)::get;
        var disks = fields.list("disks", body.disks(), MAX_DISKS, AssessmentResource::read);
        fields.check();
        List<Assessment.Room> rooms = rooms(cluster.get());
        return disks.get().stream()
                .map(question ->
                        Assessment.of(
                                new Assessment.Question(
                                        question.disk(),
                                        question.size(),
                                        question.raidLevel(),
                                        question.iopsPerSpindle(),
                                        question.separateSpindles(),
                                        question.samples(),
                                        rooms)))
                .toList();
    }

    private List<Assessment.Room> rooms(@Nullable ClusterId cluster) {
        if (cluster == null) {
            return List.of();
        }
        if (lookups.find(ClusterState.class, cluster.value()).isEmpty()) {
            throw Problems.of(
                    new InventoryRefusal.UnknownReference(EntityKind.CLUSTER, cluster.value()));
        }
        List<PlacedDisk> placed = PlacedDisk.of(lookups.vmsOf(cluster));
        return lookups.csvsOf(cluster).stream()
                .map(csv -> {
                    VolumeUse use = VolumeUse.among(csv.csv(), placed);
                    Long iops = csv.iops();
                    return new Assessment.Room(
                            csv.csv(),
                            csv.capacity().value() - use.mib(),
                            iops == null ? null : Long.valueOf(iops - use.iops()));
                })
                .toList();
    }

    private static Supplier<Assessment.Question> read(DiskRequest request, Fields fields) {
        var disk = fields.read("disk", request.disk(), AssessmentResource::identifier);
        var size = Sizes.mib("sizeMiB", request.sizeMiB(), fields);
        var level = fields.present("raidLevel", request.raidLevel());
        var spindle =
                fields.range("iopsPerSpindle", request.iopsPerSpindle(), 1, MAX_IOPS_PER_SPINDLE);
        boolean separate = Boolean.TRUE.equals(request.separateSpindles());
        var samples =
                fields.list("samples", request.samples(), MAX_SAMPLES, AssessmentResource::read);
        return () ->
                new Assessment.Question(
                        disk.get(),
                        size.get(),
                        level.get(),
                        spindle.get(),
                        separate,
                        samples.get(),
                        List.of());
    }

    private static Supplier<Assessment.Sample> read(SampleRequest request, Fields fields) {
        var reads = fields.range("readIops", request.readIops(), 0, HostHardware.MAX_IOPS);
        var writes = fields.range("writeIops", request.writeIops(), 0, HostHardware.MAX_IOPS);
        var throughput = amount("mbPerSecond", request.mbPerSecond(), fields);
        var block = amount("blockKiB", request.blockKiB(), fields);
        var latency = amount("latencyMs", request.latencyMs(), fields);
        return () ->
                new Assessment.Sample(
                        reads.get(), writes.get(), throughput.get(), block.get(), latency.get());
    }

    private static Supplier<Double> amount(String field, @Nullable Double value, Fields fields) {
        return fields.read(
                field,
                value,
                number -> {
                    if (!(number >= 0 && number <= 1e9)) {
                        throw new IllegalArgumentException(
                                field + " is " + number + "; allowed is 0 to 1000000000");
                    }
                    return number;
                });
    }

    private static String identifier(String text) {
        Identifiers.check("disk", text);
        return text;
    }
}
