package io.berth.inventory.app.library;

import io.berth.inventory.app.Actor;
import io.berth.inventory.app.UnitOfWork;
import io.berth.inventory.domain.CredentialRefusal;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.InventoryRefusal;
import io.berth.inventory.domain.Verdict;
import io.berth.inventory.domain.library.LibraryRefusal;
import io.berth.inventory.domain.library.Secret;
import io.berth.inventory.domain.library.SecretField;
import io.berth.inventory.store.Register;
import io.berth.inventory.store.library.LibraryStore;
import io.berth.inventory.vault.Keyvault;
import io.berth.kit.vault.VaultAnswer;
import io.berth.kit.vault.VaultClient.Protected;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Secrets of templates and run-as accounts. A secret goes to the key vault before anything is
 * saved, and only its ciphertext comes back: when the vault does not answer, nothing is saved. The
 * vault is never called inside a transaction.
 */
@ApplicationScoped
public class Secrets {
    private final UnitOfWork unitOfWork;
    private final Register register;
    private final LibraryStore store;
    private final TemplateShelf templates;
    private final RunAsAccounts accounts;
    private final Keyvault keyvault;
    private final Actor actor;
    private final InstantSource clock;

    Secrets(
            UnitOfWork unitOfWork,
            Register register,
            LibraryStore store,
            TemplateShelf templates,
            RunAsAccounts accounts,
            Keyvault keyvault,
            Actor actor,
            InstantSource clock) {
        this.unitOfWork = unitOfWork;
        this.register = register;
        this.store = store;
        this.templates = templates;
        this.accounts = accounts;
        this.keyvault = keyvault;
        this.actor = actor;
        this.clock = clock;
    }

    /** Sets a secret; the bytes are left as they are. */
    public Verdict<Secret> set(SecretField field, String owner, byte[] value) {
        if (!exists(field.kind(), owner)) {
            return Verdict.refused(new InventoryRefusal.NotFound(field.kind(), owner));
        }
        return switch (keyvault.protect(field.placeOf(owner), value)) {
            case VaultAnswer.Unavailable<Protected>(String reason) ->
                    Verdict.refused(new CredentialRefusal.KeyvaultUnavailable(reason));
            case VaultAnswer.Refused<Protected>(String code) ->
                    Verdict.refused(new CredentialRefusal.KeyvaultRefused(code));
            case VaultAnswer.Answered<Protected>(Protected closed) ->
                    save(
                            new Secret(
                                    field,
                                    owner,
                                    closed.ciphertext(),
                                    closed.version(),
                                    clock.instant().truncatedTo(ChronoUnit.MICROS),
                                    actor.current()));
        };
    }

    /** Forgets a secret. */
    public Verdict<Boolean> forget(SecretField field, String owner) {
        return unitOfWork.run(() -> {
            if (!exists(field.kind(), owner)) {
                return Verdict.refused(new InventoryRefusal.NotFound(field.kind(), owner));
            }
            if (!store.forget(field, owner)) {
                return Verdict.refused(
                        new LibraryRefusal.SecretNotSet(field.kind(), owner, field.label()));
            }
            return flag(field.kind(), owner, true);
        });
    }

    /** All secrets of an owner, which no answer shows. */
    public Verdict<List<Secret>> of(EntityKind kind, String owner) {
        return unitOfWork.run(() ->
                exists(kind, owner)
                        ? new Verdict.Accepted<>(store.of(kind, owner))
                        : Verdict.refused(new InventoryRefusal.NotFound(kind, owner)));
    }

    private Verdict<Secret> save(Secret secret) {
        return unitOfWork.run(() -> {
            if (!exists(secret.field().kind(), secret.owner())) {
                return Verdict.refused(
                        new InventoryRefusal.NotFound(secret.field().kind(), secret.owner()));
            }
            store.set(secret);
            return switch (flag(secret.field().kind(), secret.owner(), true)) {
                case Verdict.Accepted<Boolean> _ -> new Verdict.Accepted<>(secret);
                case Verdict.Refused<Boolean>(var refusals) -> new Verdict.Refused<>(refusals);
            };
        });
    }

    /** The owner says whether it has a secret, not which. */
    private Verdict<Boolean> flag(EntityKind kind, String owner, boolean done) {
        Verdict<?> verdict =
                kind == EntityKind.TEMPLATE ? templates.flag(owner) : accounts.flag(owner);
        return switch (verdict) {
            case Verdict.Accepted<?> _ -> new Verdict.Accepted<>(done);
            case Verdict.Refused<?>(var refusals) -> new Verdict.Refused<>(refusals);
        };
    }

    private boolean exists(EntityKind kind, String owner) {
        return unitOfWork.run(() -> register.find(kind.state(), owner).isPresent());
    }
}
