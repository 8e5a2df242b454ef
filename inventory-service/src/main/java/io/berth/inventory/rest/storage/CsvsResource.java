package io.berth.inventory.rest.storage;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;
import static io.berth.kit.security.Roles.VIEWER;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.CsvId;
import io.berth.contracts.ids.Identifiers;
import io.berth.contracts.ids.LunId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.inventory.CsvState;
import io.berth.contracts.inventory.HostHardware;
import io.berth.inventory.app.Entries;
import io.berth.inventory.app.storage.Csvs;
import io.berth.inventory.domain.Advice;
import io.berth.inventory.domain.estate.EstateSection;
import io.berth.inventory.domain.storage.CsvDraft;
import io.berth.inventory.rest.Problems;
import io.berth.inventory.rest.Wish;
import io.berth.inventory.rest.kinds.Kind;
import io.berth.inventory.rest.kinds.KindResource;
import io.berth.inventory.rest.storage.VolumeViews.CsvView;
import io.berth.kit.rest.Fields;
import io.berth.kit.rest.Parameters;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Cluster shared volumes over HTTP. */
@Path("/api/v1/csvs")
public class CsvsResource extends KindResource<CsvsResource.Request, CsvState, CsvView> {
    private final Csvs csvs;

    /**
     * A volume that is wished for.
     *
     * @param capacityMiB the whole LUN when absent
     */
    record Request(
            @Nullable String id,
            @Nullable String lun,
            @Nullable String cluster,
            @Nullable Long capacityMiB,
            @Nullable Long iops,
            @Nullable String backupPolicy) {
        static Request of(CsvState csv) {
            return new Request(
                    csv.csv().value(),
                    csv.lun().value(),
                    csv.cluster().value(),
                    csv.capacity().value(),
                    csv.iops(),
                    csv.backupPolicy());
        }
    }

    /** Advice about the volumes of a cluster. */
    record AdviceView(String cluster, List<Advice> advice) {}

    CsvsResource(Entries entries, Csvs csvs) {
        super(
                entries,
                Kind.of(CsvState.class, CsvId::new, (CsvState csv) -> CsvView.of(csv))
                        .drafted(
                                CsvsResource::read,
                                CsvDraft::id,
                                csvs::create,
                                csvs::replace,
                                csvs::remove)
                        .detailed(csv -> CsvView.of(csv, csvs.advice(csv)))
                        .filed(EstateSection.CSVS, Request.class, Request::of)
                        .listed(list ->
                                list.byId("cluster", "cluster")
                                        .byId("array", "array")
                                        .byId("lun", "lun")
                                        .byId("backupPolicy", "backupPolicy")
                                        .byNumber(
                                                "capacityMiB",
                                                "capacity",
                                                Long::valueOf,
                                                csv -> csv.capacity().value())));
        this.csvs = csvs;
    }

    /** What could be better about the volumes of a cluster. */
    @GET
    @Path("advice")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public AdviceView advice(@QueryParam("cluster") @Nullable String cluster) {
        ClusterId id = Parameters.required("cluster", cluster, ClusterId::new);
        return new AdviceView(id.value(), Problems.acceptedOrThrow(csvs.adviceFor(id)));
    }

    private static Supplier<CsvDraft> read(
            Request request, @Nullable CsvId addressed, Fields fields) {
        var id = Wish.id(request.id(), addressed, CsvId::new, fields);
        var lun = fields.read("lun", request.lun(), LunId::new);
        var cluster = fields.read("cluster", request.cluster(), ClusterId::new);
        Long wanted = request.capacityMiB();
        Supplier<@Nullable MiB> capacity =
                wanted == null ? () -> null : Sizes.mib("capacityMiB", wanted, fields)::get;
        Long iops = request.iops();
        if (iops != null) {
            fields.range("iops", iops, 0, HostHardware.MAX_IOPS);
        }
        String policy = request.backupPolicy();
        if (policy != null) {
            fields.read("backupPolicy", policy, CsvsResource::identifier);
        }
        return () -> new CsvDraft(id.get(), lun.get(), cluster.get(), capacity.get(), iops, policy);
    }

    private static String identifier(String text) {
        Identifiers.check("backupPolicy", text);
        return text;
    }
}
