package io.berth.inventory.app;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.Principal;
import io.berth.inventory.domain.Credential;
import io.berth.inventory.domain.CredentialKind;
import io.berth.inventory.domain.CredentialRefusal;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.InventoryRefusal;
import io.berth.inventory.domain.Verdict;
import io.berth.inventory.store.CredentialStore;
import io.berth.inventory.store.HostStore;
import io.berth.inventory.vault.Keyvault;
import io.berth.inventory.vault.Keyvault.Opening;
import io.berth.kit.vault.VaultAnswer;
import io.berth.kit.vault.VaultClient.Protected;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Credentials of hosts. A password goes to the key vault before anything is saved, and only its
 * ciphertext comes back: when the vault does not answer, nothing is saved. The vault is never
 * called inside a transaction.
 */
@ApplicationScoped
public class Credentials {
    private final UnitOfWork unitOfWork;
    private final HostStore hosts;
    private final CredentialStore credentials;
    private final Keyvault keyvault;
    private final InstantSource clock;

    Credentials(
            UnitOfWork unitOfWork,
            HostStore hosts,
            CredentialStore credentials,
            Keyvault keyvault,
            InstantSource clock) {
        this.unitOfWork = unitOfWork;
        this.hosts = hosts;
        this.credentials = credentials;
        this.keyvault = keyvault;
        this.clock = clock;
    }

    /**
     * Whether a credential opens.
     *
     * @param keyVersion the key that opened it; null when none did
     * @param code why it does not open; null when it does
     * @param took how long the key vault took
     */
    public record Check(
            boolean opens, @Nullable KeyVersion keyVersion, @Nullable String code, Duration took) {}

    /** Sets a credential of a host; the password is left as it is. */
    public Verdict<Credential> set(
            HostId host, CredentialKind kind, String user, byte[] password, Principal by) {
        if (unitOfWork.run(() -> hosts.find(host)).isEmpty()) {
            return Verdict.refused(noHost(host));
        }
        return switch (keyvault.protect(kind.passwordOf(host), password)) {
            case VaultAnswer.Unavailable<Protected>(String reason) ->
                    Verdict.refused(new CredentialRefusal.KeyvaultUnavailable(reason));
            case VaultAnswer.Refused<Protected>(String code) ->
                    Verdict.refused(new CredentialRefusal.KeyvaultRefused(code));
            case VaultAnswer.Answered<Protected>(Protected closed) ->
                    save(
                            new Credential(
                                    host,
                                    kind,
                                    user,
                                    closed.ciphertext(),
                                    closed.version(),
                                    clock.instant(),
                                    by));
        };
    }

    private Verdict<Credential> save(Credential credential) {
        return unitOfWork.run(() -> {
            if (hosts.findForChange(credential.host()).isEmpty()) {
                return Verdict.refused(noHost(credential.host()));
            }
            credentials.set(credential);
            return new Verdict.Accepted<>(credential);
        });
    }

    /** All credentials of a host. */
    public Verdict<List<Credential>> of(HostId host) {
        return unitOfWork.run(() ->
                hosts.find(host).isEmpty()
                        ? Verdict.refused(noHost(host))
                        : new Verdict.Accepted<>(credentials.of(host)));
    }

    /** A credential of a host. */
    public Verdict<Credential> find(HostId host, CredentialKind kind) {
        return unitOfWork.run(() -> {
            if (hosts.find(host).isEmpty()) {
                return Verdict.refused(noHost(host));
            }
            Optional<Credential> found = credentials.find(host, kind);
            return found.isEmpty()
                    ? Verdict.refused(new CredentialRefusal.CredentialNotFound(host, kind))
                    : new Verdict.Accepted<>(found.get());
        });
    }

    /** Forgets a credential of a host, and answers what it was. */
    public Verdict<Credential> remove(HostId host, CredentialKind kind) {
        return unitOfWork.run(() -> {
            Verdict<Credential> found = find(host, kind);
            if (found instanceof Verdict.Accepted<Credential>) {
                credentials.remove(host, kind);
            }
            return found;
        });
    }

    /** Has the key vault open a credential and says whether it does; the password goes nowhere. */
    public Verdict<Check> check(HostId host, CredentialKind kind) {
        return switch (find(host, kind)) {
            case Verdict.Refused<Credential>(var refusals) -> new Verdict.Refused<>(refusals);
            case Verdict.Accepted<Credential>(Credential credential) -> check(credential);
        };
    }

    private Verdict<Check> check(Credential credential) {
        long started = System.nanoTime();
        VaultAnswer<Opening> answer =
                keyvault.opens(
                        credential.kind().passwordOf(credential.host()), credential.ciphertext());
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        return switch (answer) {
            case VaultAnswer.Unavailable<Opening>(String reason) ->
                    Verdict.refused(new CredentialRefusal.KeyvaultUnavailable(reason));
            case VaultAnswer.Refused<Opening>(String code) ->
                    Verdict.refused(new CredentialRefusal.KeyvaultRefused(code));
            case VaultAnswer.Answered<Opening>(Opening.Opens(KeyVersion version)) ->
                    new Verdict.Accepted<>(new Check(true, version, null, took));
            case VaultAnswer.Answered<Opening>(Opening.DoesNot(String code)) ->
                    new Verdict.Accepted<>(new Check(false, null, code, took));
        };
    }

    private static InventoryRefusal noHost(HostId host) {
        return new InventoryRefusal.NotFound(EntityKind.HOST, host.value());
    }
}
