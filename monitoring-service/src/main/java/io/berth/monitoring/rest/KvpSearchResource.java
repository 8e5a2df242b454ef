package io.berth.monitoring.rest;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.contracts.guests.KvpFlag;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.telemetry.KvpItem;
import io.berth.kit.rest.Page;
import io.berth.kit.rest.PageRequest;
import io.berth.kit.rest.Parameters;
import io.berth.kit.rest.Requests;
import io.berth.kit.security.Roles;
import io.berth.monitoring.domain.kvp.GuestVersion;
import io.berth.monitoring.domain.kvp.KvpPool;
import io.berth.monitoring.domain.kvp.KvpText;
import io.berth.monitoring.store.KvpSearch;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Key-value pairs across the estate. */
@Path("/api/v1/kvp")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class KvpSearchResource {
    private static final Pattern PLACE = Pattern.compile("([0-9a-f]{0,32})/([^/]{1,64})/([0-4])");

    private final KvpSearch search;

    @Inject
    public KvpSearchResource(KvpSearch search) {
        this.search = search;
    }

    /**
     * A pair that was found, as it is shown: odd characters and backslashes escaped as in Java.
     *
     * @param flags what is odd about it; absent when nothing is
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record FoundView(
            VmId vm,
            HostId host,
            KvpPool pool,
            String value,
            Set<KvpFlag> flags,
            Instant changedAt,
            Instant reportedAt,
            @JsonIgnore String place) {
        static FoundView of(KvpSearch.Found found) {
            KvpSearch.Place place = found.place();
            return new FoundView(
                    found.vm(),
                    found.host(),
                    KvpPool.of(found.pool()),
                    KvpText.visible(found.value()),
                    found.flags(),
                    found.changedAt(),
                    found.reportedAt(),
                    place.version() + "/" + place.vm() + "/" + place.pool());
        }
    }

    @GET
    @RolesAllowed({Roles.VIEWER, Roles.OPERATOR, Roles.ADMINISTRATOR, Roles.SERVICE})
    @Operation(
            summary = "Find guests by a key that they publish",
            description =
                    "By key alone, by value, by flag, or by version: versionBelow=3.1 finds values"
                            + " that are versions and older, oldest first.")
    public Page<FoundView> find(
            @QueryParam("key") @Nullable String key,
            @QueryParam("pool") @Nullable String pool,
            @QueryParam("value") @Nullable String value,
            @QueryParam("versionBelow") @Nullable String versionBelow,
            @QueryParam("versionFrom") @Nullable String versionFrom,
            @QueryParam("flag") @Nullable String flag,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        KvpSearch.Question question =
                new KvpSearch.Question(
                        Parameters.required("key", key, KvpSearchResource::text),
                        Parameters.optional("pool", pool, KvpPool::parse),
                        Parameters.optional("value", value, KvpSearchResource::text),
                        Parameters.optional(
                                "versionBelow", versionBelow, KvpSearchResource::version),
                        Parameters.optional("versionFrom", versionFrom, KvpSearchResource::version),
                        Parameters.optional("flag", flag, KvpSearchResource::flag));
        List<FoundView> found =
                search.find(question, place(page.after()), page.fetch()).stream()
                        .map(FoundView::of)
                        .toList();
        return Page.of(page, found, FoundView::place);
    }

    /**
     * Integration services that are older than the guest rules ask for.
     *
     * @param guest the system that the rule is about
     * @param installed as the guest says, escaped
     */
    public record OutdatedView(
            VmId vm, HostId host, String guest, String installed, String needed, String advice) {
        static OutdatedView of(KvpSearch.Outdated found) {
            return new OutdatedView(
                    found.vm(),
                    found.host(),
                    found.services().guest(),
                    found.services().installed(),
                    found.services().needed(),
                    VmKvpResource.advice(found.services()));
        }
    }

    @GET
    @Path("/outdated-services")
    @RolesAllowed({Roles.VIEWER, Roles.OPERATOR, Roles.ADMINISTRATOR, Roles.SERVICE})
    @Operation(summary = "List guests whose integration services are too old, by VM")
    public Page<OutdatedView> outdated(
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        List<OutdatedView> found =
                search.outdated(page.afterId(), page.fetch()).stream()
                        .map(OutdatedView::of)
                        .toList();
        return Page.of(page, found, view -> view.vm().value());
    }

    private static KvpSearch.Place place(@Nullable String after) {
        if (after == null) {
            return KvpSearch.Place.START;
        }
        Matcher place = PLACE.matcher(after);
        if (!place.matches() || place.group(1).length() % 2 != 0) {
            throw Requests.badCursor();
        }
        return new KvpSearch.Place(
                place.group(1), place.group(2), Integer.parseInt(place.group(3)));
    }

    private static String text(String text) {
        if (text.length() > KvpItem.MAX_TEXT) {
            throw new IllegalArgumentException(
                    "has %d characters; at most %d are allowed"
                            .formatted(text.length(), KvpItem.MAX_TEXT));
        }
        return text;
    }

    private static GuestVersion version(String text) {
        GuestVersion version = GuestVersion.of(text);
        if (!version.understood() || !version.rest().isEmpty()) {
            throw new IllegalArgumentException(
                    "is no version of up to four numbers with dots, such as 3.1");
        }
        return version;
    }

    private static KvpFlag flag(String text) {
        return Arrays.stream(KvpFlag.values())
                .filter(each -> each.name().equals(text))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "is none of " + Arrays.toString(KvpFlag.values())));
    }
}
