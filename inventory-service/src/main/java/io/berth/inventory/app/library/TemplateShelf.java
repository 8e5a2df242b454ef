package io.berth.inventory.app.library;

import io.berth.contracts.ids.LibraryShareId;
import io.berth.contracts.ids.LogicalNetworkId;
import io.berth.contracts.ids.TemplateId;
import io.berth.contracts.inventory.LibraryShareState;
import io.berth.contracts.inventory.LogicalNetworkState;
import io.berth.contracts.inventory.TemplateDisk;
import io.berth.contracts.inventory.TemplateState;
import io.berth.contracts.inventory.VmDetails;
import io.berth.inventory.app.Entries;
import io.berth.inventory.app.UnitOfWork;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.InventoryRefusal;
import io.berth.inventory.domain.Located;
import io.berth.inventory.domain.Revision;
import io.berth.inventory.domain.Verdict;
import io.berth.inventory.domain.library.Secret;
import io.berth.inventory.domain.library.SecretField;
import io.berth.inventory.domain.library.Templates;
import io.berth.inventory.store.Register;
import io.berth.inventory.store.Register.Hold;
import io.berth.inventory.store.library.LibraryStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The templates of the library. */
@ApplicationScoped
public class TemplateShelf {
    private static final Class<TemplateState> TYPE = TemplateState.class;

    private final Entries entries;
    private final Register register;
    private final LibraryStore store;
    private final UnitOfWork unitOfWork;

    TemplateShelf(Entries entries, Register register, LibraryStore store, UnitOfWork unitOfWork) {
        this.entries = entries;
        this.register = register;
        this.store = store;
        this.unitOfWork = unitOfWork;
    }

    /** A new template. */
    public Verdict<TemplateState> create(TemplateId id, LongFunction<TemplateState> wished) {
        return entries.create(TYPE, id.value(), wished, this::refusals);
    }

    /** Another state of a template; its secrets stay as they are. */
    public Verdict<TemplateState> replace(
            TemplateId id, LongFunction<TemplateState> wished, @Nullable Revision expected) {
        return entries.replace(
                TYPE,
                id.value(),
                revision -> flagged(wished.apply(revision)),
                expected,
                (before, state) -> refusals(state));
    }

    /** Removes a template with its secrets; what was deployed from it stays. */
    public Verdict<TemplateState> remove(TemplateId id, @Nullable Revision expected) {
        return unitOfWork.run(() -> {
            Verdict<TemplateState> verdict =
                    entries.remove(TYPE, id.value(), expected, last -> List.of());
            if (verdict instanceof Verdict.Accepted<TemplateState>) {
                store.forgetAll(EntityKind.TEMPLATE, id.value());
            }
            return verdict;
        });
    }

    /** Says in the template which secrets are set now. */
    Verdict<TemplateState> flag(String id) {
        return unitOfWork.run(() -> {
            TemplateState state = register.hold(TYPE, id, Hold.EXCLUSIVE).orElse(null);
            return state == null
                    ? Verdict.refused(new InventoryRefusal.NotFound(EntityKind.TEMPLATE, id))
                    : entries.replace(
                            TYPE,
                            id,
                            revision -> flagged(at(state, revision)),
                            null,
                            (before, after) -> List.of());
        });
    }

    /** The shares of a template's disks that exist, held until the transaction ends. */
    Map<LibraryShareId, LibraryShareState> shares(TemplateState template) {
        Set<LibraryShareId> ids =
                template.disks().stream()
                        .map(TemplateDisk::share)
                        .collect(Collectors.toCollection(TreeSet::new));
        Map<LibraryShareId, LibraryShareState> shares = new HashMap<>();
        for (LibraryShareId id : ids) {
            register.hold(LibraryShareState.class, id.value(), Hold.SHARED)
                    .ifPresent(share -> shares.put(id, share));
        }
        return shares;
    }

    private TemplateState flagged(TemplateState state) {
        List<SecretField> set =
                store.of(EntityKind.TEMPLATE, state.template().value()).stream()
                        .map(Secret::field)
                        .toList();
        return Templates.flagged(
                state,
                set.contains(SecretField.PRODUCT_KEY),
                set.contains(SecretField.ADMINISTRATOR_PASSWORD));
    }

    private List<Located> refusals(TemplateState state) {
        List<Located> refusals = new ArrayList<>(Templates.refusals(state, shares(state)));
        VmDetails details = state.hardware().details();
        for (int i = 0; details != null && i < details.adapters().size(); i++) {
            LogicalNetworkId network = details.adapters().get(i).network();
            if (register.hold(LogicalNetworkState.class, network.value(), Hold.SHARED).isEmpty()) {
                refusals.add(
                        new Located(
                                "/hardware/adapters/" + i + "/network",
                                new InventoryRefusal.UnknownReference(
                                        EntityKind.LOGICAL_NETWORK, network.value())));
            }
        }
        return refusals;
    }

    private static TemplateState at(TemplateState state, long revision) {
        return new TemplateState(
                state.template(),
                state.name(),
                state.hardware(),
                state.disks(),
                state.customisation(),
                revision);
    }
}
