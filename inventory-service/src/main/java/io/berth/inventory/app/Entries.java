package io.berth.inventory.app;

import io.berth.contracts.inventory.InventoryState;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.InventoryRefusal;
import io.berth.inventory.domain.Located;
import io.berth.inventory.domain.Revision;
import io.berth.inventory.domain.Verdict;
import io.berth.inventory.store.Register;
import io.berth.inventory.store.Register.Hold;
import io.berth.inventory.store.lists.ListQuery;
import io.berth.kit.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What all kinds have in common that live in the register alone: to be created under a free id,
 * replaced, removed and read. The rules come with each call. Entities of one kind are created and
 * replaced one at a time, so that a rule may compare all of them.
 */
@ApplicationScoped
public class Entries {
    private final UnitOfWork unitOfWork;
    private final Register register;
    private final Sql sql;
    private final Announcements announcements;

    Entries(UnitOfWork unitOfWork, Register register, Sql sql, Announcements announcements) {
        this.unitOfWork = unitOfWork;
        this.register = register;
        this.sql = sql;
        this.announcements = announcements;
    }

    /**
     * A new entity.
     *
     * @param wished the entity at a revision
     * @param judge what is wrong with it
     */
    public <S extends InventoryState> Verdict<S> create(
            Class<S> type, String id, LongFunction<S> wished, Function<S, List<Located>> judge) {
        EntityKind kind = EntityKind.of(type);
        return unitOfWork.run(() -> {
            sql.alone(kind.label());
            if (register.find(type, id).isPresent()) {
                return new Verdict.Refused<>(
                        List.of(new Located("/id", new InventoryRefusal.AlreadyExists(kind, id))));
            }
            S state = wished.apply(register.firstRevision(kind, id).value());
            List<Located> refusals = judge.apply(state);
            if (!refusals.isEmpty()) {
                return new Verdict.Refused<>(refusals);
            }
            announcements.changed(state);
            return new Verdict.Accepted<>(state);
        });
    }

    /**
     * Another state of an entity; nothing is announced where it is the same.
     *
     * @param wished the entity at a revision
     * @param expected the revision that the caller decided from; null for any
     * @param judge what is wrong with the step from the state before to the one wished
     */
    public <S extends InventoryState> Verdict<S> replace(
            Class<S> type,
            String id,
            LongFunction<S> wished,
            @Nullable Revision expected,
            BiFunction<S, S, List<Located>> judge) {
        EntityKind kind = EntityKind.of(type);
        return unitOfWork.run(() -> {
            sql.alone(kind.label());
            return switch (held(type, id, expected)) {
                case Verdict.Refused<S> refused -> refused;
                case Verdict.Accepted<S>(S before) -> {
                    if (wished.apply(before.revision()).equals(before)) {
                        yield new Verdict.Accepted<>(before);
                    }
                    S state = wished.apply(before.revision() + 1);
                    List<Located> refusals = judge.apply(before, state);
                    if (!refusals.isEmpty()) {
                        yield new Verdict.Refused<>(refusals);
                    }
                    announcements.changed(state);
                    yield new Verdict.Accepted<>(state);
                }
            };
        });
    }

    /**
     * Removes an entity and answers what it was.
     *
     * @param judge what speaks against it
     */
    public <S extends InventoryState> Verdict<S> remove(
            Class<S> type,
            String id,
            @Nullable Revision expected,
            Function<S, List<Located>> judge) {
        return unitOfWork.run(() -> {
            sql.alone(EntityKind.of(type).label());
            return switch (held(type, id, expected)) {
                case Verdict.Refused<S> refused -> refused;
                case Verdict.Accepted<S>(S last) -> {
                    List<Located> refusals = judge.apply(last);
                    if (!refusals.isEmpty()) {
                        yield new Verdict.Refused<>(refusals);
                    }
                    announcements.removed(last);
                    yield new Verdict.Accepted<>(last);
                }
            };
        });
    }

    /** The entity of this id. */
    public <S extends InventoryState> Optional<S> find(Class<S> type, String id) {
        return unitOfWork.run(() -> register.find(type, id));
    }

    /** A part of the list of a kind; attributes are paths in its state. */
    public <S extends InventoryState> List<S> list(Class<S> type, ListQuery query) {
        return unitOfWork.run(() -> register.list(type, query));
    }

    /** One thing in the way of a removal. */
    public static List<Located> notEmpty(EntityKind kind, String id, String holds) {
        return List.of(new Located("", new InventoryRefusal.NotEmpty(kind, id, holds)));
    }

    private <S extends InventoryState> Verdict<S> held(
            Class<S> type, String id, @Nullable Revision expected) {
        EntityKind kind = EntityKind.of(type);
        S state = register.hold(type, id, Hold.EXCLUSIVE).orElse(null);
        if (state == null) {
            return Verdict.refused(new InventoryRefusal.NotFound(kind, id));
        }
        Revision revision = new Revision(state.revision());
        return expected != null && !expected.equals(revision)
                ? Verdict.refused(new InventoryRefusal.Stale(kind, id, revision))
                : new Verdict.Accepted<>(state);
    }
}
