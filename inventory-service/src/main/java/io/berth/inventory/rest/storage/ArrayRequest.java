package io.berth.inventory.rest.storage;

import io.berth.contracts.ids.ArrayId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Identifiers;
import io.berth.contracts.ids.SiteId;
import io.berth.contracts.inventory.ArrayAttachment;
import io.berth.contracts.inventory.ReservationFormula;
import io.berth.contracts.inventory.StorageArrayState;
import io.berth.contracts.inventory.StorageProtocol;
import io.berth.inventory.domain.storage.ArrayDraft;
import io.berth.inventory.domain.storage.ArrayProfiles.Coefficients;
import io.berth.inventory.rest.Texts;
import io.berth.inventory.rest.Wish;
import io.berth.kit.rest.Fields;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An array that is wished for.
 *
 * @param persistentReservationLimit that of the profile when absent
 * @param profile {@value ArrayDraft#DEFAULT_PROFILE} when absent
 * @param formula that of the profile when absent
 * @param attachments hosts that are connected, or connected in another way; others stay as they are
 */
record ArrayRequest(
        @Nullable String id,
        @Nullable String site,
        @Nullable String model,
        @Nullable String controller,
        @Nullable Integer modules,
        @Nullable Long persistentReservationLimit,
        @Nullable String profile,
        @Nullable Coefficients formula,
        @Nullable List<@Nullable AttachmentBody> attachments) {
    /** A host that is to be connected, or connected in another way. */
    record AttachmentBody(
            @Nullable String host,
            @Nullable StorageProtocol protocol,
            @Nullable Integer connections) {
        static AttachmentBody of(ArrayAttachment attachment) {
            return new AttachmentBody(
                    attachment.host().value(), attachment.protocol(), attachment.connections());
        }

        private static Supplier<ArrayAttachment> read(AttachmentBody body, Fields fields) {
            return read(
                    fields.read("host", body.host, HostId::new),
                    body.protocol,
                    body.connections,
                    fields);
        }

        /** With the host that a path names. */
        static Supplier<ArrayAttachment> read(
                Supplier<HostId> host,
                @Nullable StorageProtocol protocol,
                @Nullable Integer connections,
                Fields fields) {
            var how = fields.present("protocol", protocol);
            var count =
                    fields.range("connections", connections, 1, ArrayAttachment.MAX_CONNECTIONS);
            return () -> new ArrayAttachment(host.get(), how.get(), count.get());
        }
    }

    static ArrayRequest of(StorageArrayState array) {
        ReservationFormula formula = array.formula();
        return new ArrayRequest(
                array.array().value(),
                array.site().value(),
                array.model(),
                array.controller(),
                array.modules(),
                array.persistentReservationLimit(),
                array.profile(),
                new Coefficients(
                        formula.perHostChannelCsv(),
                        formula.perCsv(),
                        formula.perHost(),
                        formula.fixed()),
                Texts.some(array.attachments(), AttachmentBody::of));
    }

    static Supplier<ArrayDraft> read(
            ArrayRequest request, @Nullable ArrayId addressed, Fields fields) {
        var id = Wish.id(request.id, addressed, ArrayId::new, fields);
        var site = fields.read("site", request.site, SiteId::new);
        var model = Texts.required("model", request.model, StorageArrayState.MAX_TEXT, fields);
        var controller =
                Texts.optional(
                        "controller", request.controller, StorageArrayState.MAX_TEXT, fields);
        var modules = fields.range("modules", request.modules, 1, StorageArrayState.MAX_MODULES);
        Long limit = request.persistentReservationLimit;
        if (limit != null) {
            fields.range("persistentReservationLimit", limit, 1, StorageArrayState.MAX_LIMIT);
        }
        var profile =
                fields.read(
                        "profile",
                        request.profile == null ? ArrayDraft.DEFAULT_PROFILE : request.profile,
                        name -> {
                            Identifiers.check("profile", name);
                            return name;
                        });
        Coefficients formula = request.formula;
        if (formula != null) {
            coefficients(formula, fields.under("/formula"));
        }
        var attachments =
                fields.optionalList(
                        "attachments",
                        request.attachments,
                        StorageArrayState.MAX_ATTACHMENTS,
                        AttachmentBody::read);
        return () ->
                new ArrayDraft(
                        id.get(),
                        site.get(),
                        model.get(),
                        controller.get(),
                        modules.get(),
                        limit,
                        profile.get(),
                        formula,
                        attachments.get());
    }

    static void coefficients(Coefficients formula, Fields fields) {
        coefficient("perHostChannelCsv", formula.perHostChannelCsv(), fields);
        coefficient("perCsv", formula.perCsv(), fields);
        coefficient("perHost", formula.perHost(), fields);
        coefficient("fixed", formula.fixed(), fields);
    }

    private static void coefficient(String field, @Nullable Long value, Fields fields) {
        if (value != null) {
            fields.range(field, value, 0, ReservationFormula.MAX_COEFFICIENT);
        }
    }
}
