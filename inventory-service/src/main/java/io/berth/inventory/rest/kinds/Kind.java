package io.berth.inventory.rest.kinds;

import io.berth.contracts.inventory.InventoryState;
import io.berth.inventory.app.Wished;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.Revision;
import io.berth.inventory.domain.Verdict;
import io.berth.inventory.domain.estate.EstateSection;
import io.berth.inventory.rest.Problems;
import io.berth.inventory.rest.Wish;
import io.berth.inventory.rest.lists.Listing;
import io.berth.inventory.store.Register;
import io.berth.kit.rest.Fields;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A kind of things that live in the register alone, said once: how a request becomes what is wished
 * for, which use cases judge and save that, how it is shown, and what lists of it can be filtered
 * and sorted by, and how it stands in an estate file. {@link KindResource} does the rest.
 *
 * @param <B> the body of a request
 * @param <S> the state
 * @param <V> what is shown
 */
public final class Kind<B, S extends InventoryState, V> {
    private final Class<S> type;
    private final UnaryOperator<String> addressing;
    private final Reader<B, String, Wished<S>> reader;
    private final Use<String, S> removal;
    private Listing<S> listing = Listing.of(Register::idOf);
    private final Function<S, V> item;
    private Function<S, V> view;
    private @Nullable Filed<B, S> filed;

    /** Where a kind stands in an estate file, and as which request. */
    private record Filed<B, S extends InventoryState>(
            EstateSection section, Class<B> type, Function<S, B> body) {}

    /** Reads a request; an id that the path addresses need not stand in the body. */
    @FunctionalInterface
    public interface Reader<B, I, W> {
        /** Reads {@code body} with faults noted in {@code fields}. */
        W read(B body, @Nullable I addressed, Fields fields);
    }

    /** A use case for what exists, at the revision that the caller expects. */
    @FunctionalInterface
    public interface Use<T, S extends InventoryState> {
        /** The verdict, and the new or last state; {@code expected} is null for any revision. */
        Verdict<S> on(T what, @Nullable Revision expected);
    }

    /** The use case that puts a wished state in the place of another. */
    @FunctionalInterface
    public interface Replacement<I, S extends InventoryState> {
        /** The verdict, and the new state; {@code expected} is null for any revision. */
        Verdict<S> replace(I id, LongFunction<S> wished, @Nullable Revision expected);
    }

    private Kind(
            Class<S> type,
            UnaryOperator<String> addressing,
            Reader<B, String, Wished<S>> reader,
            Use<String, S> removal,
            Function<S, V> view) {
        this.type = type;
        this.addressing = addressing;
        this.reader = reader;
        this.removal = removal;
        this.item = view;
        this.view = view;
    }

    /** A kind by its state, its ids and how it is shown in lists; its use cases follow. */
    public static <I, S extends InventoryState, V> Named<I, S, V> of(
            Class<S> type, Function<String, I> id, Function<S, V> view) {
        return new Named<>(type, id, view);
    }

    /** A kind whose use cases are still to be said. */
    public record Named<I, S extends InventoryState, V>(
            Class<S> type, Function<String, I> make, Function<S, V> view) {
        /** A kind whose requests tell the whole state. */
        public <B> Kind<B, S, V> wished(
                Reader<B, I, Wish<I, S>> reader,
                BiFunction<I, LongFunction<S>, Verdict<S>> creation,
                Replacement<I, S> replacement,
                Use<I, S> removal) {
            return drafted(
                    (body, addressed, fields) -> {
                        Wish<I, S> wish = reader.read(body, addressed, fields);
                        return () -> wish;
                    },
                    wish -> wish.id().get(),
                    wish -> creation.apply(wish.id().get(), wish.wished()),
                    (wish, expected) ->
                            replacement.replace(wish.id().get(), wish.wished(), expected),
                    removal);
        }

        /** A kind whose state takes more to tell than its requests. */
        public <B, D> Kind<B, S, V> drafted(
                Reader<B, I, Supplier<D>> reader,
                Function<D, I> idOf,
                Function<D, Verdict<S>> creation,
                Use<D, S> replacement,
                Use<I, S> removal) {
            return new Kind<>(
                    type,
                    id -> addressed(id).toString(),
                    (body, addressed, fields) -> {
                        I here = addressed == null ? null : addressed(addressed);
                        Supplier<D> draft = reader.read(body, here, fields);
                        return new Wished<>() {
                            @Override
                            public String id() {
                                return idOf.apply(draft.get()).toString();
                            }

                            @Override
                            public Verdict<S> create() {
                                return creation.apply(draft.get());
                            }

                            @Override
                            public Verdict<S> replace(@Nullable Revision expected) {
                                return replacement.on(draft.get(), expected);
                            }
                        };
                    },
                    (gone, expected) -> removal.on(addressed(gone), expected),
                    view);
        }

        private I addressed(String id) {
            return Problems.addressed(EntityKind.of(type), id, make);
        }
    }

    /** What lists of it can be filtered and sorted by, beside its id. */
    public Kind<B, S, V> listed(UnaryOperator<Listing<S>> by) {
        this.listing = by.apply(listing);
        return this;
    }

    /** How one alone is shown, where that says more than a list. */
    public Kind<B, S, V> detailed(Function<S, V> alone) {
        this.view = alone;
        return this;
    }

    /** Where it stands in an estate file, and as which request. */
    public Kind<B, S, V> filed(EstateSection section, Class<B> request, Function<S, B> body) {
        this.filed = new Filed<>(section, request, body);
        return this;
    }

    /** The list of an estate file that it stands in; empty when it stands in none. */
    public Optional<EstateSection> section() {
        return Optional.ofNullable(filed).map(Filed::section);
    }

    /** The request as which it stands in an estate file. */
    public Class<B> request() {
        return filed().type();
    }

    /** The request that would create a state of this kind. */
    public B body(InventoryState state) {
        return filed().body().apply(type.cast(state));
    }

    private Filed<B, S> filed() {
        return Objects.requireNonNull(filed, "stands in no estate file");
    }

    EntityKind entityKind() {
        return EntityKind.of(type);
    }

    Class<S> type() {
        return type;
    }

    /** The id that a path names; one that cannot be is not found. */
    String addressed(String id) {
        return addressing.apply(id);
    }

    Listing<S> listing() {
        return listing;
    }

    /**
     * What a request wishes for; to be asked only after its fields were checked.
     *
     * @param addressed the id in the path; null where the body names it
     */
    public Wished<S> read(B body, @Nullable String addressed, Fields fields) {
        return reader.read(body, addressed, fields);
    }

    Verdict<S> remove(String id, @Nullable Revision expected) {
        return removal.on(id, expected);
    }

    V item(S state) {
        return item.apply(state);
    }

    V view(S state) {
        return view.apply(state);
    }
}
