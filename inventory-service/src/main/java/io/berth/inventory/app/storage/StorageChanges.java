package io.berth.inventory.app.storage;

import io.berth.contracts.ids.ArrayId;
import io.berth.contracts.inventory.InventoryState;
import io.berth.contracts.inventory.StorageArrayState;
import io.berth.inventory.app.UnitOfWork;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.InventoryRefusal;
import io.berth.inventory.domain.Located;
import io.berth.inventory.domain.Revision;
import io.berth.inventory.domain.Verdict;
import io.berth.inventory.domain.estate.Difference;
import io.berth.inventory.store.Register;
import io.berth.inventory.store.Register.Hold;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How changes of storage are kept apart: whoever changes anything of an array, down to its CSVs and
 * attachments, holds the array's row exclusively until the end of the transaction. What was checked
 * against its limit and its capacity is then still so when the change is saved. One change needs
 * one array, so nobody waits in a circle.
 */
@ApplicationScoped
class StorageChanges {
    private static final Set<String> REVISION = Set.of("revision");

    private final UnitOfWork unitOfWork;
    private final Register register;

    StorageChanges(UnitOfWork unitOfWork, Register register) {
        this.unitOfWork = unitOfWork;
        this.register = register;
    }

    /** Changes an array that exists. */
    <T> Verdict<T> ofArray(
            ArrayId id,
            @Nullable Revision expected,
            Function<StorageArrayState, Verdict<T>> decide) {
        return unitOfWork.run(() -> {
            StorageArrayState array = hold(id);
            if (array == null) {
                return Verdict.refused(
                        new InventoryRefusal.NotFound(EntityKind.STORAGE_ARRAY, id.value()));
            }
            return isStale(expected, array)
                    ? stale(EntityKind.STORAGE_ARRAY, id.value(), array)
                    : decide.apply(array);
        });
    }

    /** Changes something that exists and belongs to an array, with the array held. */
    <S extends InventoryState, T> Verdict<T> onArray(
            Class<S> type,
            String id,
            Function<S, ArrayId> arrayOf,
            @Nullable Revision expected,
            BiFunction<StorageArrayState, S, Verdict<T>> decide) {
        return unitOfWork.run(() -> {
            EntityKind kind = EntityKind.of(type);
            StorageArrayState array =
                    register.find(type, id).map(arrayOf).map(this::hold).orElse(null);
            S state = register.find(type, id).orElse(null); // As it is now that the array is held.
            if (array == null || state == null) {
                return Verdict.refused(new InventoryRefusal.NotFound(kind, id));
            }
            return isStale(expected, state) ? stale(kind, id, state) : decide.apply(array, state);
        });
    }

    /** Runs one use case that creates something. */
    <T> Verdict<T> creating(Supplier<Verdict<T>> decide) {
        return unitOfWork.run(decide);
    }

    /** The array, held exclusively; null when it does not exist. */
    @Nullable StorageArrayState hold(ArrayId id) {
        return register.hold(StorageArrayState.class, id.value(), Hold.EXCLUSIVE).orElse(null);
    }

    /** Whether something of this kind and id exists. */
    boolean exists(EntityKind kind, String id) {
        return register.find(kind.state(), id).isPresent();
    }

    /** The refusal of an id that is taken. */
    static Located taken(EntityKind kind, String id) {
        return new Located("/id", new InventoryRefusal.AlreadyExists(kind, id));
    }

    /** The refusal of a reference that leads nowhere. */
    static Located unknown(String pointer, EntityKind kind, String id) {
        return new Located(pointer, new InventoryRefusal.UnknownReference(kind, id));
    }

    /** Whether a wished state changes nothing, so that nothing is to be judged or announced. */
    static boolean same(InventoryState is, InventoryState wanted) {
        return Difference.between(Register.fields(is), Register.fields(wanted), REVISION).isEmpty();
    }

    static Revision next(InventoryState state) {
        return new Revision(state.revision()).next();
    }

    private static boolean isStale(@Nullable Revision expected, InventoryState state) {
        return expected != null && expected.value() != state.revision();
    }

    private static <T> Verdict<T> stale(EntityKind kind, String id, InventoryState state) {
        return Verdict.refused(
                new InventoryRefusal.Stale(kind, id, new Revision(state.revision())));
    }
}
