package io.berth.inventory.app.library;

import io.berth.contracts.ids.RunAsAccountId;
import io.berth.contracts.inventory.RunAsAccountState;
import io.berth.inventory.app.Entries;
import io.berth.inventory.app.UnitOfWork;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.InventoryRefusal;
import io.berth.inventory.domain.Revision;
import io.berth.inventory.domain.Verdict;
import io.berth.inventory.store.Register;
import io.berth.inventory.store.Register.Hold;
import io.berth.inventory.store.library.LibraryStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Accounts that work is done as. */
@ApplicationScoped
public class RunAsAccounts {
    private static final Class<RunAsAccountState> TYPE = RunAsAccountState.class;

    private final Entries entries;
    private final Register register;
    private final LibraryStore store;
    private final UnitOfWork unitOfWork;

    RunAsAccounts(Entries entries, Register register, LibraryStore store, UnitOfWork unitOfWork) {
        this.entries = entries;
        this.register = register;
        this.store = store;
        this.unitOfWork = unitOfWork;
    }

    /** A new account, without its password. */
    public Verdict<RunAsAccountState> create(
            RunAsAccountId id, LongFunction<RunAsAccountState> wished) {
        return entries.create(TYPE, id.value(), wished, state -> List.of());
    }

    /** Another state of an account; its password stays as it is. */
    public Verdict<RunAsAccountState> replace(
            RunAsAccountId id,
            LongFunction<RunAsAccountState> wished,
            @Nullable Revision expected) {
        return entries.replace(
                TYPE,
                id.value(),
                revision -> flagged(wished.apply(revision), revision),
                expected,
                (before, state) -> List.of());
    }

    /** Removes an account with its password. */
    public Verdict<RunAsAccountState> remove(RunAsAccountId id, @Nullable Revision expected) {
        return unitOfWork.run(() -> {
            Verdict<RunAsAccountState> verdict =
                    entries.remove(TYPE, id.value(), expected, last -> List.of());
            if (verdict instanceof Verdict.Accepted<RunAsAccountState>) {
                store.forgetAll(EntityKind.RUN_AS_ACCOUNT, id.value());
            }
            return verdict;
        });
    }

    /** Says in the account whether its password is set now. */
    Verdict<RunAsAccountState> flag(String id) {
        return unitOfWork.run(() -> {
            RunAsAccountState state = register.hold(TYPE, id, Hold.EXCLUSIVE).orElse(null);
            return state == null
                    ? Verdict.refused(new InventoryRefusal.NotFound(EntityKind.RUN_AS_ACCOUNT, id))
                    : entries.replace(
                            TYPE,
                            id,
                            revision -> flagged(state, revision),
                            null,
                            (before, after) -> List.of());
        });
    }

    private RunAsAccountState flagged(RunAsAccountState state, long revision) {
        return new RunAsAccountState(
                state.account(),
                state.user(),
                state.domain(),
                state.description(),
                !store.of(EntityKind.RUN_AS_ACCOUNT, state.account().value()).isEmpty(),
                revision);
    }
}
