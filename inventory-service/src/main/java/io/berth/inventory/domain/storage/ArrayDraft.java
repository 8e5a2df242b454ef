package io.berth.inventory.domain.storage;

import io.berth.contracts.ids.ArrayId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.SiteId;
import io.berth.contracts.inventory.ArrayAttachment;
import io.berth.contracts.inventory.ReservationFormula;
import io.berth.contracts.inventory.StorageArrayState;
import io.berth.inventory.domain.Located;
import io.berth.inventory.domain.Revision;
import io.berth.inventory.domain.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An array that is wished for.
 *
 * @param limit absent: that of the profile
 * @param formula absent: that of the profile
 * @param attachments hosts that are connected, or connected in another way
 */
public record ArrayDraft(
        ArrayId id,
        SiteId site,
        String model,
        @Nullable String controller,
        int modules,
        @Nullable Long limit,
        String profile,
        ArrayProfiles.@Nullable Coefficients formula,
        List<ArrayAttachment> attachments) {
    /** Profile of an array that names none. */
    public static final String DEFAULT_PROFILE = "plain";

    /** Copies the list. */
    public ArrayDraft {
        attachments = List.copyOf(attachments);
    }

    /**
     * The array as it would be, with what its profile says filled in.
     *
     * @param present the hosts at it now, which stay
     */
    public Verdict<StorageArrayState> state(
            ArrayProfiles profiles, List<ArrayAttachment> present, Revision revision) {
        ArrayProfiles.Profile found = profiles.named(profile).orElse(null);
        if (found == null) {
            return new Verdict.Refused<>(
                    List.of(
                            new Located(
                                    "/profile",
                                    new StorageRefusal.UnknownArrayProfile(
                                            profile, profiles.names()))));
        }
        List<ArrayAttachment> hosts = with(present);
        if (hosts.size() > StorageArrayState.MAX_ATTACHMENTS) {
            return Verdict.refused(
                    new StorageRefusal.TooManyAttachments(
                            id, hosts.size(), StorageArrayState.MAX_ATTACHMENTS));
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
                        hosts,
                        revision.value()));
    }

    private List<ArrayAttachment> with(List<ArrayAttachment> present) {
        SortedMap<HostId, ArrayAttachment> byHost = new TreeMap<>();
        present.forEach(attachment -> byHost.put(attachment.host(), attachment));
        attachments.forEach(attachment -> byHost.put(attachment.host(), attachment));
        return List.copyOf(byHost.values());
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
