package io.berth.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.berth.platform.Installation;
import io.berth.platform.OwnerOnly;
import io.berth.platform.Role;
import io.berth.platform.stand.ServiceStand;
import io.berth.platform.stand.ServiceStand.Running;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a failover does in the mode LOCAL, where each node keeps its keys beside itself, and after
 * the keys were moved to a container that all nodes read.
 */
final class VaultModes implements AutoCloseable {
    private static final int SECRETS = 20;

    private final ServiceStand stand;
    private final Promises promises;
    private final List<Running> vaults = new ArrayList<>();

    VaultModes(Installation installation, Promises promises) {
        this.promises = promises;
        stand = new ServiceStand(installation, "drill-vault-local");
    }

    void run() {
        stand.database("keyvault");
        Path root = stand.file("root-key");
        OwnerOnly.folder(root);
        for (int instance = 1; instance <= 2; instance++) {
            Path keys = stand.file("keys-" + instance);
            OwnerOnly.folder(keys);
            vaults.add(
                    stand.start(
                            "keyvault",
                            instance,
                            VaultDrill.JVM,
                            Map.of(
                                    "BERTH_KEYVAULT_ROOT_KEY_FILE",
                                    root.resolve("root.key").toString(),
                                    "BERTH_KEYVAULT_MODE",
                                    "LOCAL",
                                    "BERTH_KEYVAULT_CONTAINER_LOCAL_FOLDER",
                                    keys.toString())));
        }
        promises.tell("two instances in the mode LOCAL, each with a folder of its own");
        List<String> secrets = new ArrayList<>();
        for (int i = 0; i < SECRETS; i++) {
            secrets.add("local " + i);
        }
        try (RestApi first = service(0);
                RestApi second = service(1)) {
            ObjectNode closed = VaultRecords.protect(first, VaultDrill.RING, secrets);
            vaults.get(0).component().kill();
            Set<String> codes = VaultRecords.codes(second.post("unprotect", closed));
            promises.check(
                    codes.equals(Set.of("key-kept-elsewhere")),
                    "instance 1 protected and was killed; instance 2 opens nothing, and says why: "
                            + codes);
            vaults.get(0).component().start();
            move();
            vaults.get(0).component().kill();
            long killed = System.nanoTime();
            List<String> opened = VaultRecords.plaintexts(second.post("unprotect", closed));
            Duration after = Duration.ofNanos(System.nanoTime() - killed);
            promises.check(
                    opened.equals(secrets) && after.compareTo(VaultDrill.LIMIT) < 0,
                    "after the move instance 2 opened all of them, %d ms after the kill"
                            .formatted(after.toMillis()));
        }
    }

    private void move() {
        try (RestApi administrator = new RestApi(vaults.get(0).url(), stand.token())) {
            String id =
                    administrator
                            .post("container/moves", RestApi.object().put("to", "postgres"))
                            .path("id")
                            .asText();
            promises.check(
                    VaultDrill.await(() ->
                            administrator
                                    .get("container/moves/" + id)
                                    .path("state")
                                    .asText()
                                    .equals("DONE")),
                    "the keys were moved to the database that both read");
        }
    }

    private RestApi service(int instance) {
        return new RestApi(
                vaults.get(instance).url(), stand.token(Role.SERVICE, VaultDrill.HOLDER));
    }

    @Override
    public void close() {
        stand.close();
    }
}
