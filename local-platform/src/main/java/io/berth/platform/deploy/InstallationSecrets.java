package io.berth.platform.deploy;

import io.berth.platform.AgentCa;
import io.berth.platform.InstallationKeys;
import io.berth.platform.OwnerOnly;
import io.berth.platform.PlatformException;
import io.berth.platform.Role;
import io.berth.platform.Secrets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The secrets of a container installation: made once, kept in the volume {@code keys}, and copied
 * from there to the one service that needs each.
 *
 * <p>Safe to repeat. A missing copy is written again. A missing original whose copy is there is
 * refused: a fresh one would lock the services out of data that exists. No secret is ever told.
 */
final class InstallationSecrets {
    /** Written anew at each start, so a year is only the longest time without one. */
    private static final Duration SERVICE_TOKEN_VALIDITY = Duration.ofDays(365);

    private static final String INVENTORY = "inventory";
    private static final String MONITORING = "monitoring";
    private static final String SIMULATOR = "fleet-simulator";

    private final Volumes volumes;
    private final Consumer<String> tell;

    /**
     * Secrets in these volumes.
     *
     * @param tell is told what was made and what was kept, by names and numbers only
     */
    InstallationSecrets(Volumes volumes, Consumer<String> tell) {
        this.volumes = volumes;
        this.tell = tell;
    }

    /**
     * Makes what is missing and writes the copies.
     *
     * @throws PlatformException when originals are gone that were there before
     */
    void prepare() {
        refuseLostOriginals();
        tell(volumes.signingKey(), "token signing key");
        InstallationKeys keys = InstallationKeys.loadOrCreate(volumes.keys());
        for (String service : Volumes.SERVICES) {
            OwnerOnly.write(volumes.settings(service), settings(service, keys));
        }
        copy(volumes.superuserPassword(), volumes.superuserCopy(), "database superuser's password");
        copy(volumes.grafanaPassword(), volumes.grafanaCopy(), "Grafana's password");
        OwnerOnly.write(
                volumes.inventoryToken(),
                keys.token(Role.SERVICE, INVENTORY, SERVICE_TOKEN_VALIDITY) + "\n");
        OwnerOnly.write(
                volumes.monitoringToken(),
                keys.token(Role.SERVICE, MONITORING, SERVICE_TOKEN_VALIDITY) + "\n");
        OwnerOnly.write(
                volumes.simulatorToken(),
                keys.token(Role.ADMINISTRATOR, SIMULATOR, SERVICE_TOKEN_VALIDITY) + "\n");
        authority();
        tell.accept("settings written for " + String.join(", ", Volumes.SERVICES));
    }

    /** The key goes to monitoring, which certifies; the certificate to all who check agents. */
    private void authority() {
        tell(AgentCa.in(volumes.keys()).key(), "authority of agents");
        AgentCa ca = AgentCa.loadOrCreate(volumes.keys());
        AgentCa copy = volumes.monitoringAuthority();
        OwnerOnly.write(copy.key(), OwnerOnly.read(ca.key()) + "\n");
        OwnerOnly.write(copy.certificate(), OwnerOnly.read(ca.certificate()) + "\n");
        OwnerOnly.write(volumes.inventoryAuthority(), OwnerOnly.read(ca.certificate()) + "\n");
    }

    private String settings(String service, InstallationKeys keys) {
        StringBuilder settings =
                new StringBuilder("# Written at each start of the installation; owner only.\n");
        settings.append("quarkus.oidc.public-key=").append(keys.publicKeyBase64()).append('\n');
        if (Volumes.WITH_DATABASE.contains(service)) {
            Path original = volumes.databasePassword(service);
            tell(original, service + "'s database password");
            settings.append("quarkus.datasource.password=")
                    .append(Secrets.passwordIn(original))
                    .append('\n');
        }
        return settings.toString();
    }

    private void copy(Path original, Path copy, String what) {
        tell(original, what);
        OwnerOnly.write(copy, Secrets.passwordIn(original) + "\n");
    }

    private void tell(Path original, String what) {
        tell.accept(what + (Files.exists(original) ? ": kept" : ": made"));
    }

    /**
     * The volume {@code keys} was removed or replaced when a copy outlives its original. The
     * databases know the old passwords, the volume {@code keyvault-root} the old rings.
     */
    private void refuseLostOriginals() {
        List<String> lost = new ArrayList<>();
        if (Files.exists(volumes.inventoryToken())) {
            requireOriginal(volumes.signingKey(), lost);
        }
        for (String service : Volumes.WITH_DATABASE) {
            if (Files.exists(volumes.settings(service))) {
                requireOriginal(volumes.databasePassword(service), lost);
            }
        }
        if (Files.exists(volumes.superuserCopy())) {
            requireOriginal(volumes.superuserPassword(), lost);
        }
        if (Files.exists(volumes.monitoringAuthority().key())) {
            requireOriginal(AgentCa.in(volumes.keys()).key(), lost);
        }
        if (!lost.isEmpty()) {
            throw new PlatformException(
                    "The volume 'keys' lacks %s, which this installation had. A fresh one would not fit the data that is there. Restore the volume from its backup; or, to begin anew without any data, remove all volumes: docker compose down --volumes."
                            .formatted(String.join(", ", lost)));
        }
    }

    private static void requireOriginal(Path original, List<String> lost) {
        if (!Files.exists(original)) {
            lost.add(original.getFileName().toString());
        }
    }
}
