package io.berth.inventory.rest.storage;

import io.berth.contracts.ids.ArrayId;
import io.berth.contracts.ids.Identifiers;
import io.berth.contracts.ids.SiteId;
import io.berth.contracts.inventory.ReservationFormula;
import io.berth.contracts.inventory.StorageArrayState;
import io.berth.inventory.domain.storage.ArrayDraft;
import io.berth.inventory.domain.storage.ArrayProfiles.Coefficients;
import io.berth.inventory.rest.Texts;
import io.berth.inventory.rest.Wish;
import io.berth.kit.rest.Fields;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An array that is wished for.
 *
 * @param persistentReservationLimit that of the profile when absent
 * @param profile {@value ArrayDraft#DEFAULT_PROFILE} when absent
 * @param formula that of the profile when absent
 */
record ArrayRequest(
        @Nullable String id,
        @Nullable String site,
        @Nullable String model,
        @Nullable String controller,
        @Nullable Integer modules,
        @Nullable Long persistentReservationLimit,
        @Nullable String profile,
        @Nullable Coefficients formula) {

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
        return () ->
                new ArrayDraft(
                        id.get(),
                        site.get(),
                        model.get(),
                        controller.get(),
                        modules.get(),
                        limit,
                        profile.get(),
                        formula);
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
