package io.berth.inventory.rest.support;

import io.berth.contracts.inventory.SupportStanding;
import io.berth.inventory.domain.InventoryRefusal;
import io.berth.inventory.domain.support.Listing;
import io.berth.inventory.domain.support.SupportAnswer;
import io.berth.inventory.domain.support.SupportMatrix;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the support matrix says of a host, as it is shown.
 *
 * @param row the one that answered, if any
 * @param detail why not, if so
 * @param nearest rows that would support it but for some parts
 * @param standing what a host so registered is marked with
 */
record HostAnswerView(
        Listing answer,
        @Nullable String row,
        @Nullable String rule,
        @Nullable String code,
        @Nullable String detail,
        @Nullable String hint,
        List<NearMissView> nearest,
        List<String> listed,
        SupportStanding standing) {
    /** A row that would support it but for some parts, each with what is wanted. */
    record NearMissView(String row, List<String> shortfalls) {}

    static HostAnswerView of(SupportAnswer answer) {
        InventoryRefusal.@Nullable Wording wording =
                answer.refusal().map(InventoryRefusal::wording).orElse(null);
        SupportMatrix.@Nullable Row row =
                switch (answer) {
                    case SupportAnswer.Supported supported -> supported.row();
                    case SupportAnswer.Unsupported unsupported -> unsupported.row();
                    case SupportAnswer.NotListed notListed -> notListed.row();
                };
        return new HostAnswerView(
                answer.listing(),
                row == null ? null : row.id(),
                row == null ? null : row.rule(),
                wording == null ? null : wording.code(),
                wording == null ? null : wording.detail(),
                wording == null ? null : wording.hint(),
                answer instanceof SupportAnswer.NotListed notListed
                        ? notListed.nearest().stream().map(HostAnswerView::nearMiss).toList()
                        : List.of(),
                answer instanceof SupportAnswer.NotListed notListed
                        ? notListed.listed()
                        : List.of(),
                answer.standing());
    }

    private static NearMissView nearMiss(SupportAnswer.NearMiss near) {
        return new NearMissView(
                near.row(), near.shortfalls().stream().map(fall -> fall.text()).toList());
    }
}
