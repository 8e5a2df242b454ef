package io.berth.inventory.rest.library;

import static io.berth.kit.security.Roles.ADMINISTRATOR;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.SelfServiceRoleId;
import io.berth.contracts.ids.VmId;
import io.berth.inventory.app.library.Deployments;
import io.berth.inventory.domain.Vm;
import io.berth.inventory.domain.VmHome;
import io.berth.inventory.domain.library.NamePattern;
import io.berth.inventory.domain.library.Templates.Wanted;
import io.berth.inventory.rest.Texts;
import io.berth.kit.rest.Callers;
import io.berth.kit.rest.Fields;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * VMs that are to be made: by their ids, or by a pattern in which {@code #} stands for a number.
 *
 * @param first number of the first VM; 1 when absent
 * @param count how many a pattern makes; 1 when absent
 * @param role the self-service role whose quota is to be used; absent for the only one that allows
 *     it, and for administrators, who need none
 */
record DeployRequest(
        @Nullable List<@Nullable String> ids,
        @Nullable String pattern,
        @Nullable Integer first,
        @Nullable Integer count,
        @Nullable String cluster,
        @Nullable String group,
        @Nullable String role) {
    private static final int MAX_NUMBER = 999_999;

    /** A VM that was made. */
    record Made(String vm, String domain, @Nullable String computerName, long revision) {
        static Made of(Deployments.Made made) {
            return new Made(
                    made.vm().id().value(),
                    made.vm().home().domain().value(),
                    made.computerName(),
                    made.vm().revision().value());
        }
    }

    /** All that were made, in the order in which they were asked for. */
    record AllMade(List<Made> items) {}

    static Supplier<List<Wanted>> wanted(DeployRequest request, Fields fields) {
        var first = fields.range("first", orElse(request.first, 1), 0, MAX_NUMBER);
        String pattern = request.pattern;
        if ((request.ids == null) == (pattern == null)) {
            return fields.fault("", "name exactly one of ids and pattern");
        }
        if (pattern == null) {
            var ids =
                    fields.list(
                            "ids",
                            request.ids,
                            Vm.MAX_BULK,
                            (String id, Fields at) -> at.read("", id, VmId::new));
            return () -> numbered(ids.get(), first.get());
        }
        fields.range("count", orElse(request.count, 1), 1, Vm.MAX_BULK);
        Supplier<List<VmId>> ids = fields.read("pattern", pattern, text -> expanded(text, request));
        return () -> numbered(ids.get(), first.get());
    }

    static Supplier<@Nullable VmHome> home(DeployRequest request, boolean needed, Fields fields) {
        String cluster = request.cluster;
        String group = request.group;
        if (cluster == null && group == null && !needed) {
            return () -> null;
        }
        if ((cluster == null) == (group == null)) {
            Supplier<VmHome> none =
                    fields.fault(
                            "",
                            "a VM belongs to a cluster or to a group: name exactly one of the two");
            return none::get;
        }
        Supplier<VmHome> home =
                cluster == null
                        ? fields.read(
                                "group", group, text -> new VmHome.InGroup(new HostGroupId(text)))
                        : fields.read(
                                "cluster",
                                cluster,
                                text -> new VmHome.InCluster(new ClusterId(text)));
        return home::get;
    }

    static Supplier<Deployments.Caller> caller(
            DeployRequest request, SecurityContext context, Fields fields) {
        var role = Texts.optional("role", request.role, SelfServiceRoleId::new, fields);
        return () ->
                new Deployments.Caller(
                        Callers.principal(context),
                        context.isUserInRole(ADMINISTRATOR),
                        role.get());
    }

    static Response answer(List<Deployments.Made> made) {
        return Response.created(URI.create("/api/v1/vms"))
                .entity(new AllMade(made.stream().map(Made::of).toList()))
                .build();
    }

    private static List<VmId> expanded(String pattern, DeployRequest request) {
        int first = orElse(request.first, 1);
        int count = Math.clamp(orElse(request.count, 1), 1, Vm.MAX_BULK);
        List<VmId> ids = new ArrayList<>();
        for (int number = first; number < first + count; number++) {
            ids.add(new VmId(NamePattern.expand(pattern, number)));
        }
        return ids;
    }

    private static List<Wanted> numbered(List<VmId> ids, int first) {
        List<Wanted> wanted = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            wanted.add(new Wanted(ids.get(i), first + i));
        }
        return wanted;
    }

    private static int orElse(@Nullable Integer value, int otherwise) {
        return value == null ? otherwise : value;
    }
}
