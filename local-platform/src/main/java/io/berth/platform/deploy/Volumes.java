package io.berth.platform.deploy;

import io.berth.platform.AgentCa;
import java.nio.file.Path;
import java.util.List;

/**
 * Where the volumes of a container installation are mounted in the tools' containers. Each service
 * mounts only its own, so that whoever takes over one service reads no other's secrets.
 *
 * @param root above all of them
 */
record Volumes(Path root) {
    /** The services with a database; role and database have the service's name. */
    static final List<String> WITH_DATABASE =
            List.of("inventory", "monitoring", "placement", "replica", "keyvault");

    /** Whoever checks tokens, and so needs the public key. */
    static final List<String> SERVICES =
            List.of("inventory", "monitoring", "placement", "replica", "keyvault", "simulator");

    /** The originals of all secrets. To be backed up; mounted by the tools alone. */
    Path keys() {
        return root.resolve("keys");
    }

    /** The original of a service's database password. */
    Path databasePassword(String service) {
        return keys().resolve("database-" + service + ".password");
    }

    /** The original of the database superuser's password. */
    Path superuserPassword() {
        return keys().resolve("database-superuser.password");
    }

    /** The original of the password of Grafana's first user. */
    Path grafanaPassword() {
        return keys().resolve("grafana.password");
    }

    /** The private half of the key that signs tokens; the public half lies beside it. */
    Path signingKey() {
        return keys().resolve("token-signing.key");
    }

    /** What a service is configured with beside its environment: password and public key. */
    Path settings(String service) {
        return root.resolve(service).resolve("service.properties");
    }

    /** Inventory's token for the key vault. */
    Path inventoryToken() {
        return root.resolve("inventory").resolve("keyvault.token");
    }

    /** Monitoring's token for asking placement. */
    Path monitoringToken() {
        return root.resolve("monitoring").resolve("placement.token");
    }

    /** Monitoring's copy of the authority of agents. */
    AgentCa monitoringAuthority() {
        return AgentCa.in(root.resolve("monitoring"));
    }

    /** Inventory's copy of the certificate of the authority of agents. */
    Path inventoryAuthority() {
        return AgentCa.in(root.resolve("inventory")).certificate();
    }

    /** The simulator's token for enrolling its hosts. */
    Path simulatorToken() {
        return root.resolve("simulator").resolve("monitoring.token");
    }

    /** The copy of the superuser's password that the database server's container reads. */
    Path superuserCopy() {
        return root.resolve("postgres").resolve("superuser.password");
    }

    /** The copy of Grafana's password that its container reads. */
    Path grafanaCopy() {
        return root.resolve("grafana").resolve("admin.password");
    }
}
