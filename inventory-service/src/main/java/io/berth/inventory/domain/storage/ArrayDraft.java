package io.berth.inventory.domain.storage;

import io.berth.contracts.ids.ArrayId;
import io.berth.contracts.ids.SiteId;
import io.berth.contracts.inventory.ArrayAttachment;
import io.berth.contracts.inventory.ReservationFormula;
import io.berth.contracts.inventory.StorageArrayState;
import io.berth.inventory.domain.Located;
import io.berth.inventory.domain.Revision;
import io.berth.inventory.domain.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An array that is wished for.
 *
 * @param limit absent: that of the profile
 * @param formula absent: that of the profile
 */
public record ArrayDraft(
        ArrayId id,
        SiteId site,
        String model,
        @Nullable String controller,
        int modules,
        @Nullable Long limit,
        String profile,
        ArrayProfiles.@Nullable Coefficients formula) {
    /** Profile of an array that names none. */
    public static final String DEFAULT_PROFILE = "plain";

    /** The array as it would be, with what its profile says filled in. */
    public Verdict<StorageArrayState> state(
            ArrayProfiles profiles, List<ArrayAttachment> attachments, Revision revision) {
        ArrayProfiles.Profile found = profiles.named(profile).orElse(null);
        if (found == null) {
            return new Verdict.Refused<>(
                    List.of(
                            new Located(
                                    "/profile",
                                    new StorageRefusal.UnknownArrayProfile(
                                            profile, profiles.names()))));
        }
        ReservationFormula reservations =
                formula == null ? found.reservations() : formula.complete();
        return new Verdict.Accepted<>(
                new StorageArrayState(
                        id,
                        site,
                        model,
                        controller,
                        modules,
                        limit == null ? found.limit() : limit,
                        profile,
                        reservations,
                        attachments,
                        revision.value()));
    }

    /** What another state of an array means for its reservations. */
    public static List<ArrayChange> changes(StorageArrayState from, StorageArrayState to) {
        List<ArrayChange> changes = new ArrayList<>();
        if (from.modules() != to.modules()) {
            changes.add(new ArrayChange.Modules(to.modules()));
        }
        if (!from.formula().equals(to.formula())) {
            changes.add(new ArrayChange.Formula(to.formula()));
        }
        if (from.persistentReservationLimit() != to.persistentReservationLimit()) {
            changes.add(new ArrayChange.Limit(to.persistentReservationLimit()));
        }
        return changes;
    }
}
