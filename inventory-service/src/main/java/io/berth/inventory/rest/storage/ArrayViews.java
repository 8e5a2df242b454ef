package io.berth.inventory.rest.storage;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.contracts.inventory.ArrayAttachment;
import io.berth.contracts.inventory.ReservationFormula;
import io.berth.contracts.inventory.StorageArrayState;
import io.berth.inventory.domain.storage.ArrayProfiles;
import io.berth.inventory.domain.storage.ReservationBudget;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Arrays and their budgets as they are shown. */
final class ArrayViews {
    private ArrayViews() {}

    /** An array. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ArrayView(
            String id,
            String site,
            String model,
            @Nullable String controller,
            int modules,
            long persistentReservationLimit,
            String profile,
            ReservationFormula formula,
            List<AttachmentView> attachments,
            long revision) {
        static ArrayView of(StorageArrayState array) {
            return new ArrayView(
                    array.array().value(),
                    array.site().value(),
                    array.model(),
                    array.controller(),
                    array.modules(),
                    array.persistentReservationLimit(),
                    array.profile(),
                    array.formula(),
                    array.attachments().stream()
                            .map(attachment -> AttachmentView.of(array, attachment))
                            .toList(),
                    array.revision());
        }
    }

    /**
     * A host at an array.
     *
     * @param channels connections times modules
     */
    record AttachmentView(String host, String protocol, int connections, int channels) {
        static AttachmentView of(StorageArrayState array, ArrayAttachment attachment) {
            return new AttachmentView(
                    attachment.host().value(),
                    attachment.protocol().name(),
                    attachment.connections(),
                    attachment.connections() * array.modules());
        }
    }

    /**
     * What an array is asked for.
     *
     * @param nearlyUsedUp from {@link ReservationBudget#WARNING_PERCENT} on
     */
    record BudgetView(
            String array,
            long reservations,
            long limit,
            long usedPercent,
            boolean nearlyUsedUp,
            boolean exceeded,
            String arithmetic,
            int modules,
            int hosts,
            ReservationFormula formula,
            List<ShareView> clusters) {
        static BudgetView of(ReservationBudget budget) {
            return new BudgetView(
                    budget.array().value(),
                    budget.used(),
                    budget.limit(),
                    budget.usedPercent(),
                    budget.usedPercent() >= ReservationBudget.WARNING_PERCENT,
                    budget.used() > budget.limit(),
                    budget.arithmetic(),
                    budget.modules(),
                    budget.hosts(),
                    budget.formula(),
                    budget.shares().stream().map(share -> ShareView.of(budget, share)).toList());
        }
    }

    /**
     * What one cluster asks for.
     *
     * @param hostsByConnections how many hosts have how many connections
     * @param perCsv what each further CSV takes
     * @param furtherCsvs how many more the limit has room for
     */
    record ShareView(
            String cluster,
            int hosts,
            Map<Integer, Integer> hostsByConnections,
            long channels,
            int csvs,
            long reservations,
            String arithmetic,
            long perCsv,
            long furtherCsvs) {
        static ShareView of(ReservationBudget budget, ReservationBudget.Share share) {
            return new ShareView(
                    share.cluster().value(),
                    share.hosts(),
                    share.hostsByConnections(),
                    share.channels(),
                    share.csvs(),
                    share.reservations(),
                    share.arithmetic(),
                    share.perCsv(),
                    budget.furtherCsvs(share));
        }
    }

    /**
     * What changes would do.
     *
     * @param problem why they would be refused; absent when they would be made
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record WhatIfView(
            boolean allowed,
            List<String> changes,
            long reservationsBefore,
            long reservationsAfter,
            long limit,
            BudgetView before,
            BudgetView after,
            @Nullable Map<String, Object> problem) {}

    /** A profile of the rulebook. */
    record ProfileView(String name, String description, long limit, ReservationFormula formula) {
        static ProfileView of(ArrayProfiles.Profile profile) {
            return new ProfileView(
                    profile.name(), profile.description(), profile.limit(), profile.reservations());
        }
    }
}
