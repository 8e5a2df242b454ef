package io.berth.inventory.app.library;

import io.berth.contracts.ids.LibraryServerId;
import io.berth.contracts.ids.LibraryShareId;
import io.berth.contracts.inventory.LibraryServerState;
import io.berth.contracts.inventory.LibraryShareState;
import io.berth.contracts.inventory.TemplateState;
import io.berth.inventory.app.Announcements;
import io.berth.inventory.app.Entries;
import io.berth.inventory.app.UnitOfWork;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.InventoryRefusal;
import io.berth.inventory.domain.Located;
import io.berth.inventory.domain.Revision;
import io.berth.inventory.domain.Verdict;
import io.berth.inventory.domain.library.LibraryRefusal;
import io.berth.inventory.domain.library.ShareAvailability;
import io.berth.inventory.domain.library.Templates;
import io.berth.inventory.domain.support.LibraryShareRules;
import io.berth.inventory.rulebook.Rulebook;
import io.berth.inventory.store.Register;
import io.berth.inventory.store.Register.Hold;
import io.berth.kit.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Servers of the library and their shares. Whether a share is highly available follows from its
 * server, and is judged anew whenever the server changes.
 */
@ApplicationScoped
public class Libraries {
    private final Entries entries;
    private final Register register;
    private final Announcements announcements;
    private final UnitOfWork unitOfWork;
    private final LibraryShareRules rules;
    private final Sql sql;

    Libraries(
            Entries entries,
            Register register,
            Announcements announcements,
            UnitOfWork unitOfWork,
            Rulebook rulebook,
            Sql sql) {
        this.rules = rulebook.read(LibraryShareRules.class);
        this.entries = entries;
        this.register = register;
        this.announcements = announcements;
        this.unitOfWork = unitOfWork;
        this.sql = sql;
    }

    /** A new server. */
    public Verdict<LibraryServerState> create(
            LibraryServerId id, LongFunction<LibraryServerState> wished) {
        return entries.create(LibraryServerState.class, id.value(), wished, state -> List.of());
    }

    /** Another state of a server; its shares are judged anew. */
    public Verdict<LibraryServerState> replace(
            LibraryServerId id,
            LongFunction<LibraryServerState> wished,
            @Nullable Revision expected) {
        return unitOfWork.run(() -> {
            sql.alone(EntityKind.LIBRARY_SHARE.label());
            Verdict<LibraryServerState> verdict =
                    entries.replace(
                            LibraryServerState.class,
                            id.value(),
                            wished,
                            expected,
                            (before, state) -> List.of());
            if (verdict instanceof Verdict.Accepted<LibraryServerState>(var server)) {
                List<LibraryShareState> judged = new ArrayList<>();
                for (LibraryShareState share : shares(id)) {
                    if (!judged(share, server, share.revision()).equals(share)) {
                        judged.add(judged(share, server, share.revision() + 1));
                    }
                }
                announcements.changed(judged);
            }
            return verdict;
        });
    }

    /** Removes a server without shares. */
    public Verdict<LibraryServerState> remove(LibraryServerId id, @Nullable Revision expected) {
        return entries.remove(
                LibraryServerState.class,
                id.value(),
                expected,
                last ->
                        shares(id).stream()
                                .findFirst()
                                .map(share ->
                                        Entries.notEmpty(
                                                EntityKind.LIBRARY_SERVER,
                                                id.value(),
                                                "share " + share.share()))
                                .orElse(List.of()));
    }

    /**
     * A new share.
     *
     * @param wished its availability is not looked at
     */
    public Verdict<LibraryShareState> create(
            LibraryShareId id, LongFunction<LibraryShareState> wished) {
        return entries.create(
                LibraryShareState.class,
                id.value(),
                revision -> judged(wished.apply(revision)),
                this::refusals);
    }

    /** Another state of a share, unless a template would lose a file. */
    public Verdict<LibraryShareState> replace(
            LibraryShareId id,
            LongFunction<LibraryShareState> wished,
            @Nullable Revision expected) {
        return unitOfWork.run(() -> {
            sql.alone(EntityKind.TEMPLATE.label());
            return entries.replace(
                    LibraryShareState.class,
                    id.value(),
                    revision -> judged(wished.apply(revision)),
                    expected,
                    (before, state) -> {
                        List<Located> refusals = new ArrayList<>(refusals(state));
                        refusals.addAll(Templates.losses(state, templates(id)));
                        return refusals;
                    });
        });
    }

    /** Removes a share that no template has a disk on. */
    public Verdict<LibraryShareState> remove(LibraryShareId id, @Nullable Revision expected) {
        return entries.remove(
                LibraryShareState.class,
                id.value(),
                expected,
                last ->
                        templates(id).stream()
                                .findFirst()
                                .map(template ->
                                        Entries.notEmpty(
                                                EntityKind.LIBRARY_SHARE,
                                                id.value(),
                                                "a disk of template " + template.template()))
                                .orElse(List.of()));
    }

    /** The templates that have a disk on a share. */
    public List<TemplateState> templates(LibraryShareId id) {
        return unitOfWork.run(() ->
                register.having(
                        TemplateState.class,
                        Map.of("disks", List.of(Map.of("share", id.value())))));
    }

    private List<LibraryShareState> shares(LibraryServerId id) {
        return register.having(LibraryShareState.class, Map.of("server", id.value()));
    }

    private List<Located> refusals(LibraryShareState share) {
        List<Located> refusals = new ArrayList<>();
        if (register.hold(LibraryServerState.class, share.server().value(), Hold.SHARED)
                .isEmpty()) {
            refusals.add(
                    new Located(
                            "/server",
                            new InventoryRefusal.UnknownReference(
                                    EntityKind.LIBRARY_SERVER, share.server().value())));
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < share.files().size(); i++) {
            String name = share.files().get(i).name();
            if (!names.add(name.toLowerCase(Locale.ROOT))) {
                refusals.add(
                        new Located(
                                "/files/" + i + "/name", new LibraryRefusal.FileNamedTwice(name)));
            }
        }
        return refusals;
    }

    private LibraryShareState judged(LibraryShareState share) {
        return register.find(LibraryServerState.class, share.server().value())
                .map(server -> judged(share, server, share.revision()))
                .orElse(share);
    }

    private LibraryShareState judged(
            LibraryShareState share, LibraryServerState server, long revision) {
        ShareAvailability availability = ShareAvailability.of(server, rules);
        return new LibraryShareState(
                share.share(),
                share.server(),
                share.path(),
                availability.highlyAvailable(),
                availability.reason(),
                share.files(),
                revision);
    }
}
