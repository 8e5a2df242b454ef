package io.berth.inventory.rest.updates;

import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.UpdateBaselineId;
import io.berth.contracts.inventory.BaselineUpdate;
import io.berth.contracts.inventory.UpdateBaselineState;
import io.berth.contracts.inventory.UpdateExemption;
import io.berth.contracts.inventory.UpdateSeverity;
import io.berth.inventory.app.Actor;
import io.berth.inventory.rest.Texts;
import io.berth.inventory.rest.Wish;
import io.berth.kit.rest.Fields;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A baseline that is wished for.
 *
 * @param groups none when absent
 * @param hosts none when absent
 * @param exemptions none when absent
 */
record UpdateBaselineRequest(
        @Nullable String id,
        @Nullable String name,
        @Nullable List<@Nullable UpdateBody> updates,
        @Nullable List<@Nullable String> groups,
        @Nullable List<@Nullable String> hosts,
        @Nullable List<@Nullable ExemptionBody> exemptions) {
    /**
     * An update.
     *
     * @param severity UNSPECIFIED when absent
     * @param supersedes none when absent
     */
    record UpdateBody(
            @Nullable String update,
            @Nullable String title,
            @Nullable UpdateSeverity severity,
            @Nullable List<@Nullable String> supersedes) {
        private static Supplier<BaselineUpdate> read(UpdateBody body, Fields fields) {
            var update = Texts.required("update", body.update, BaselineUpdate.MAX_UPDATE, fields);
            var title = Texts.optional("title", body.title, BaselineUpdate.MAX_TITLE, fields);
            UpdateSeverity severity =
                    body.severity == null ? UpdateSeverity.UNSPECIFIED : body.severity;
            var supersedes = updates("supersedes", body.supersedes, fields);
            return () -> new BaselineUpdate(update.get(), title.get(), severity, supersedes.get());
        }
    }

    /** An exemption; who decided so and when is noted. */
    record ExemptionBody(@Nullable String host, @Nullable String update, @Nullable String reason) {
        private static Supplier<UpdateExemption> read(ExemptionBody body, Fields fields) {
            var host = fields.read("host", body.host, HostId::new);
            var update = Texts.required("update", body.update, BaselineUpdate.MAX_UPDATE, fields);
            var reason = Texts.required("reason", body.reason, UpdateExemption.MAX_REASON, fields);
            return () ->
                    new UpdateExemption(
                            host.get(), update.get(), reason.get(), Actor.ITSELF, Instant.EPOCH);
        }
    }

    /** A baseline as it is shown. */
    record View(
            String id,
            String name,
            List<BaselineUpdate> updates,
            List<HostGroupId> groups,
            List<HostId> hosts,
            List<UpdateExemption> exemptions,
            long revision) {
        static View of(UpdateBaselineState state) {
            return new View(
                    state.baseline().value(),
                    state.name(),
                    state.updates(),
                    state.groups(),
                    state.hosts(),
                    state.exemptions(),
                    state.revision());
        }
    }

    static UpdateBaselineRequest of(UpdateBaselineState state) {
        return new UpdateBaselineRequest(
                state.baseline().value(),
                state.name(),
                state.updates().stream()
                        .<@Nullable UpdateBody>map(update ->
                                new UpdateBody(
                                        update.update(),
                                        update.title(),
                                        update.severity(),
                                        Texts.some(update.supersedes())))
                        .toList(),
                Texts.some(state.groups(), HostGroupId::value),
                Texts.some(state.hosts(), HostId::value),
                Texts.some(
                        state.exemptions(),
                        one -> new ExemptionBody(one.host().value(), one.update(), one.reason())));
    }

    static Wish<UpdateBaselineId, UpdateBaselineState> read(
            UpdateBaselineRequest request, @Nullable UpdateBaselineId addressed, Fields fields) {
        var id = Wish.id(request.id, addressed, UpdateBaselineId::new, fields);
        var name = Texts.required("name", request.name, UpdateBaselineState.MAX_NAME, fields);
        var updates =
                fields.list(
                        "updates",
                        request.updates,
                        UpdateBaselineState.MAX_UPDATES,
                        UpdateBody::read);
        var groups =
                Texts.distinct(
                        "groups",
                        request.groups,
                        UpdateBaselineState.MAX_GROUPS,
                        HostGroupId::new,
                        fields);
        var hosts =
                Texts.distinct(
                        "hosts", request.hosts, UpdateBaselineState.MAX_HOSTS, HostId::new, fields);
        List<@Nullable ExemptionBody> given = request.exemptions;
        var exemptions =
                fields.list(
                        "exemptions",
                        given == null ? List.<@Nullable ExemptionBody>of() : given,
                        UpdateBaselineState.MAX_EXEMPTIONS,
                        ExemptionBody::read);
        return new Wish<>(
                id,
                revision ->
                        new UpdateBaselineState(
                                id.get(),
                                name.get(),
                                updates.get(),
                                groups.get(),
                                hosts.get(),
                                exemptions.get(),
                                revision));
    }

    /** Identifiers of updates, none when absent. */
    static Supplier<List<String>> updates(
            String field, @Nullable List<@Nullable String> texts, Fields fields) {
        return Texts.distinct(
                field, texts, BaselineUpdate.MAX_SUPERSEDED, UpdateBaselineRequest::update, fields);
    }

    /** An identifier of an update. */
    static String update(String text) {
        return Texts.named("update", text, BaselineUpdate.MAX_UPDATE);
    }
}
