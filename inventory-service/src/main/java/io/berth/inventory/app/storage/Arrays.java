package io.berth.inventory.app.storage;

import io.berth.contracts.ids.ArrayId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.inventory.ArrayAttachment;
import io.berth.contracts.inventory.DiskGroupState;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.inventory.StorageArrayState;
import io.berth.inventory.app.Announcements;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.InventoryRefusal;
import io.berth.inventory.domain.Located;
import io.berth.inventory.domain.Revision;
import io.berth.inventory.domain.Verdict;
import io.berth.inventory.domain.storage.ArrayChange;
import io.berth.inventory.domain.storage.ArrayDraft;
import io.berth.inventory.domain.storage.ArrayProfiles;
import io.berth.inventory.domain.storage.ArrayUse;
import io.berth.inventory.domain.storage.StorageRefusal;
import io.berth.inventory.rulebook.Rulebook;
import io.berth.inventory.store.Register;
import io.berth.inventory.store.Register.Hold;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Storage arrays and the hosts at them: nothing may ask for more reservations than they keep. */
@ApplicationScoped
public class Arrays {
    private final StorageChanges changes;
    private final StorageLookups lookups;
    private final Register register;
    private final Announcements announcements;
    private final ArrayProfiles profiles;

    Arrays(
            StorageChanges changes,
            StorageLookups lookups,
            Register register,
            Announcements announcements,
            Rulebook rulebook) {
        this.changes = changes;
        this.lookups = lookups;
        this.register = register;
        this.announcements = announcements;
        this.profiles = rulebook.read(ArrayProfiles.class);
    }

    /** What is known of models. */
    public ArrayProfiles profiles() {
        return profiles;
    }

    /** A new array with the hosts at it. */
    public Verdict<StorageArrayState> create(ArrayDraft draft) {
        return changes.creating(() -> {
            String id = draft.id().value();
            List<Located> refusals = new ArrayList<>();
            if (changes.exists(EntityKind.STORAGE_ARRAY, id)) {
                refusals.add(StorageChanges.taken(EntityKind.STORAGE_ARRAY, id));
            }
            attached(draft, refusals);
            Revision first = register.firstRevision(EntityKind.STORAGE_ARRAY, id);
            return switch (draft.state(profiles, List.of(), first)) {
                case Verdict.Refused<StorageArrayState>(var more) -> {
                    refusals.addAll(more);
                    yield new Verdict.Refused<>(refusals);
                }
                case Verdict.Accepted<StorageArrayState>(var array) -> {
                    ArrayUse use = lookups.use(array);
                    if (use.budget().used() > use.limit()) {
                        // A formula may ask for more than the limit before anything lies on it.
                        refusals.add(
                                new Located(
                                        "",
                                        new StorageRefusal.ReservationLimitExceeded(
                                                List.of("creating the array"),
                                                use.budget(),
                                                use.budget())));
                    }
                    yield refusals.isEmpty() ? saved(array) : new Verdict.Refused<>(refusals);
                }
            };
        });
    }

    /** The array as it is wished for now; hosts that the wish does not name stay attached. */
    public Verdict<StorageArrayState> replace(ArrayDraft draft, @Nullable Revision expected) {
        return changes.ofArray(
                draft.id(),
                expected,
                array -> {
                    List<Located> refusals = new ArrayList<>();
                    List<ArrayChange> attached = attached(draft, refusals);
                    return switch (draft.state(
                            profiles, array.attachments(), StorageChanges.next(array))) {
                        case Verdict.Refused<StorageArrayState>(var more) -> {
                            refusals.addAll(more);
                            yield new Verdict.Refused<>(refusals);
                        }
                        case Verdict.Accepted<StorageArrayState>(var wanted) -> {
                            List<ArrayChange> all =
                                    new ArrayList<>(ArrayDraft.changes(array, wanted));
                            all.addAll(attached);
                            yield refusals.isEmpty()
                                    ? checked(array, wanted, all)
                                    : new Verdict.Refused<>(refusals);
                        }
                    };
                });
    }

    /** The hosts that a draft connects, held so that they stay in their clusters. */
    private List<ArrayChange> attached(ArrayDraft draft, List<Located> refusals) {
        Map<String, HostState> hosts =
                register.hold(
                        HostState.class,
                        draft.attachments().stream()
                                .map(attachment -> attachment.host().value())
                                .toList());
        List<ArrayChange> attached = new ArrayList<>();
        for (int i = 0; i < draft.attachments().size(); i++) {
            ArrayAttachment attachment = draft.attachments().get(i);
            HostState host = hosts.get(attachment.host().value());
            if (host == null) {
                refusals.add(
                        StorageChanges.unknown(
                                "/attachments/" + i + "/host",
                                EntityKind.HOST,
                                attachment.host().value()));
            } else {
                attached.add(
                        new ArrayChange.Attached(
                                host.host(), host.cluster(), attachment.connections()));
            }
        }
        return attached;
    }

    /** The array is taken away; nothing may lie on it or be attached to it. */
    public Verdict<StorageArrayState> remove(ArrayId id, @Nullable Revision expected) {
        return changes.ofArray(
                id,
                expected,
                array -> {
                    List<DiskGroupState> groups =
                            register.having(DiskGroupState.class, Map.of("array", id));
                    String holds =
                            !groups.isEmpty()
                                    ? "disk groups " + Named.of(groups, DiskGroupState::diskGroup)
                                    : "attached hosts "
                                            + Named.of(array.attachments(), ArrayAttachment::host);
                    if (!groups.isEmpty() || !array.attachments().isEmpty()) {
                        return Verdict.refused(
                                new InventoryRefusal.NotEmpty(
                                        EntityKind.STORAGE_ARRAY, id.value(), holds));
                    }
                    announcements.removed(array);
                    return new Verdict.Accepted<>(array);
                });
    }

    /** A host is connected, or connected in another way. */
    public Verdict<StorageArrayState> attach(
            ArrayId id, ArrayAttachment attachment, @Nullable Revision expected) {
        return changes.ofArray(
                id,
                expected,
                array -> {
                    Optional<HostState> host =
                            register.hold(HostState.class, attachment.host().value(), Hold.SHARED);
                    if (host.isEmpty()) {
                        return Verdict.refused(
                                new InventoryRefusal.NotFound(
                                        EntityKind.HOST, attachment.host().value()));
                    }
                    List<ArrayAttachment> attachments = without(array, attachment.host());
                    attachments.add(attachment);
                    attachments.sort(Comparator.comparing(ArrayAttachment::host));
                    if (attachments.size() > StorageArrayState.MAX_ATTACHMENTS) {
                        return Verdict.refused(
                                new StorageRefusal.TooManyAttachments(
                                        id, attachments.size(), StorageArrayState.MAX_ATTACHMENTS));
                    }
                    return checked(
                            array,
                            withAttachments(array, attachments),
                            List.of(
                                    new ArrayChange.Attached(
                                            attachment.host(),
                                            host.get().cluster(),
                                            attachment.connections())));
                });
    }

    /** A host is no longer connected. */
    public Verdict<StorageArrayState> detach(ArrayId id, HostId host, @Nullable Revision expected) {
        return changes.ofArray(
                id,
                expected,
                array -> {
                    List<ArrayAttachment> rest = without(array, host);
                    return rest.size() == array.attachments().size()
                            ? Verdict.refused(new StorageRefusal.NotAttached(id, host))
                            : checked(
                                    array,
                                    withAttachments(array, rest),
                                    List.of(new ArrayChange.Detached(host)));
                });
    }

    private Verdict<StorageArrayState> checked(
            StorageArrayState before, StorageArrayState after, List<ArrayChange> wanted) {
        if (StorageChanges.same(before, after)) {
            return new Verdict.Accepted<>(before);
        }
        return lookups.use(before)
                .refusal(wanted)
                .<Verdict<StorageArrayState>>map(Verdict::refused)
                .orElseGet(() -> saved(after));
    }

    private Verdict<StorageArrayState> saved(StorageArrayState array) {
        announcements.changed(array);
        return new Verdict.Accepted<>(array);
    }

    private static List<ArrayAttachment> without(StorageArrayState array, HostId host) {
        List<ArrayAttachment> rest = new ArrayList<>(array.attachments());
        rest.removeIf(attachment -> attachment.host().equals(host));
        return rest;
    }

    private static StorageArrayState withAttachments(
            StorageArrayState array, List<ArrayAttachment> attachments) {
        return new StorageArrayState(
                array.array(),
                array.site(),
                array.model(),
                array.controller(),
                array.modules(),
                array.persistentReservationLimit(),
                array.profile(),
                array.formula(),
                attachments,
                StorageChanges.next(array).value());
    }
}
