package io.berth.inventory.rest.storage;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;
import static io.berth.kit.security.Roles.VIEWER;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.Identifiers;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.inventory.DiskGroupState;
import io.berth.contracts.inventory.HostHardware;
import io.berth.contracts.inventory.RaidLevel;
import io.berth.contracts.inventory.VmDisk;
import io.berth.inventory.app.storage.Assessments;
import io.berth.inventory.app.storage.Assessments.Assessed;
import io.berth.inventory.app.storage.StorageLookups;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.InventoryRefusal;
import io.berth.inventory.domain.Located;
import io.berth.inventory.domain.Verdict;
import io.berth.inventory.domain.storage.Assessment;
import io.berth.inventory.domain.storage.Coverage;
import io.berth.inventory.rest.Problems;
import io.berth.inventory.rest.Texts;
import io.berth.kit.rest.Fields;
import io.berth.kit.rest.Requests;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
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

    /** A day has both its busy hours and its backup. */
    private static final Duration DEFAULT_PERIOD = Duration.ofHours(24);

    private final StorageLookups lookups;
    private final Assessments assessments;

    AssessmentResource(StorageLookups lookups, Assessments assessments) {
        this.lookups = lookups;
        this.assessments = assessments;
    }

    /** What was measured over a moment. */
    record SampleRequest(
            @Nullable Long readIops,
            @Nullable Long writeIops,
            @Nullable Double mbPerSecond,
            @Nullable Double blockKiB,
            @Nullable Double latencyMs) {}

    /**
     * A disk, with samples that somebody brings, or of a VM whose load agents have reported.
     *
     * @param vm whose disk it is; absent where samples are given
     * @param sizeMiB that of the VM's disk when absent
     * @param raidLevel that of the LUN of the VM's disk when absent
     * @param iopsPerSpindle that of the disk group of the VM's disk when absent
     * @param separateSpindles whether somebody asks for physical disks of its own
     */
    record DiskRequest(
            @Nullable String vm,
            @Nullable String disk,
            @Nullable Long sizeMiB,
            @Nullable RaidLevel raidLevel,
            @Nullable Long iopsPerSpindle,
            @Nullable Boolean separateSpindles,
            @Nullable List<@Nullable SampleRequest> samples) {}

    /**
     * Disks to be assessed.
     *
     * @param cluster on whose volumes room is looked for; that of the VM when absent
     * @param period how far back measurements go, {@code PT24H} when absent
     */
    record Request(
            @Nullable String cluster,
            @Nullable String period,
            @Nullable List<@Nullable DiskRequest> disks) {}

    /**
     * The advice for a disk.
     *
     * @param vm whose disk it is; absent where the samples were given
     * @param measured what of the period was measured; absent where the samples were given
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record AdviceView(
            @Nullable String vm,
            @JsonUnwrapped Assessment.Answer answer,
            @Nullable CoverageView measured) {}

    /** How much of a period was measured. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record CoverageView(
            Instant from,
            Instant until,
            String stretch,
            int measured,
            long stretches,
            int percent,
            @Nullable Instant firstAt,
            @Nullable Instant lastAt) {
        static CoverageView of(Coverage coverage) {
            return new CoverageView(
                    coverage.from(),
                    coverage.until(),
                    coverage.stretch().toString(),
                    coverage.measured(),
                    coverage.stretches(),
                    coverage.percent(),
                    coverage.firstAt(),
                    coverage.lastAt());
        }
    }

    /** Exactly one of both: samples that somebody brings, or a disk that agents report of. */
    private record Wanted(Assessment.@Nullable Question given, Assessments.@Nullable Wish wish) {}

    @POST
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public List<AdviceView> assess(@Nullable Request request) {
        Request body = Requests.body(request);
        Fields fields = new Fields();
        var cluster = fields.optional("cluster", body.cluster(), ClusterId::new);
        var period = fields.optional("period", body.period(), this::period);
        var disks = fields.list("disks", body.disks(), MAX_DISKS, AssessmentResource::read);
        fields.check();
        ClusterId named = cluster.get();
        if (named != null && lookups.find(ClusterState.class, named.value()).isEmpty()) {
            throw Problems.of(
                    new InventoryRefusal.UnknownReference(EntityKind.CLUSTER, named.value()));
        }
        Duration back = period.get();
        return advice(disks.get(), named, back == null ? DEFAULT_PERIOD : back);
    }

    private List<AdviceView> advice(
            List<Wanted> disks, @Nullable ClusterId cluster, Duration period) {
        List<Assessment.Room> rooms =
                cluster == null ? List.of() : assessments.rooms(cluster, null);
        List<AdviceView> advice = new ArrayList<>();
        List<Located> refusals = new ArrayList<>();
        for (int i = 0; i < disks.size(); i++) {
            Assessment.Question given = disks.get(i).given();
            Assessments.Wish wish = disks.get(i).wish();
            if (given != null) {
                advice.add(new AdviceView(null, Assessment.of(given.among(rooms)), null));
            } else if (wish != null) {
                switch (assessments.of(wish, period, cluster, "/disks/" + i)) {
                    case Verdict.Refused<Assessed>(var reasons) -> refusals.addAll(reasons);
                    case Verdict.Accepted<Assessed>(Assessed assessed) ->
                            advice.add(
                                    new AdviceView(
                                            wish.vm().value(),
                                            assessed.answer(),
                                            CoverageView.of(assessed.coverage())));
                }
            }
        }
        return Problems.acceptedOrThrow(
                refusals.isEmpty()
                        ? new Verdict.Accepted<>(advice)
                        : new Verdict.Refused<>(refusals));
    }

    private Duration period(String text) {
        try {
            Duration period = Duration.parse(text);
            if (period.isPositive() && period.compareTo(assessments.longestPeriod()) <= 0) {
                return period;
            }
        } catch (DateTimeParseException e) {
            // Told as out of range, with what is allowed.
        }
        throw new IllegalArgumentException(
                "period must be an ISO-8601 duration up to " + assessments.longestPeriod());
    }

    private static Supplier<Wanted> read(DiskRequest request, Fields fields) {
        if (request.vm() == null) {
            var given = given(request, fields);
            return () -> new Wanted(given.get(), null);
        }
        if (request.samples() != null) {
            return fields.fault("samples", "give vm or samples, not both");
        }
        var vm = fields.read("vm", request.vm(), VmId::new);
        var disk =
                fields.read(
                        "disk", request.disk(), name -> Texts.named("disk", name, VmDisk.MAX_NAME));
        Supplier<@Nullable MiB> size =
                request.sizeMiB() == null
                        ? () -> null
                        : Sizes.mib("sizeMiB", request.sizeMiB(), fields)::get;
        var spindle =
                fields.optionalRange(
                        "iopsPerSpindle", request.iopsPerSpindle(), 1, MAX_IOPS_PER_SPINDLE);
        return () ->
                new Wanted(
                        null,
                        new Assessments.Wish(
                                vm.get(),
                                disk.get(),
                                size.get(),
                                request.raidLevel(),
                                spindle.get(),
                                Boolean.TRUE.equals(request.separateSpindles())));
    }

    private static Supplier<Assessment.Question> given(DiskRequest request, Fields fields) {
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
