package io.berth.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.berth.platform.Installation;
import io.berth.platform.OwnerOnly;
import io.berth.platform.Role;
import io.berth.platform.stand.ServiceStand;
import io.berth.platform.stand.ServiceStand.Running;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The loss of the vault's database. A vault that shares open is backed up, its database is wiped,
 * and the backup is restored: with too few shares nothing comes back, with enough everything opens.
 */
final class VaultLoss implements AutoCloseable {
    private static final int SECRETS = 20;
    private static final int SHARES = 3;
    private static final int THRESHOLD = 2;

    private final ServiceStand stand;
    private final Promises promises;

    VaultLoss(Installation installation, Promises promises) {
        this.promises = promises;
        stand = new ServiceStand(installation, "drill-vault-loss");
    }

    void run() throws SQLException {
        stand.database("keyvault");
        Path backups = stand.file("backups");
        OwnerOnly.folder(backups);
        Running vault =
                stand.startAlive(
                        "keyvault",
                        1,
                        VaultDrill.JVM,
                        Map.of("BERTH_KEYVAULT_BACKUP_FOLDER", backups.toString()));
        try (RestApi administrator = new RestApi(vault.url(), stand.token());
                RestApi service =
                        new RestApi(vault.url(), stand.token(Role.SERVICE, VaultDrill.HOLDER))) {
            List<String> shares = initialised(administrator);
            List<String> secrets = new ArrayList<>();
            for (int i = 0; i < SECRETS; i++) {
                secrets.add("lost " + i);
            }
            ObjectNode closed = VaultRecords.protect(service, VaultDrill.RING, secrets);
            String backup = administrator.post("backups", RestApi.object()).path("id").asText();
            promises.tell("protected " + SECRETS + " secrets, and took backup " + backup);
            vault.component().stop();
            wipe();
            vault.component().start();
            promises.tell("its database is wiped; it starts anew");
            RestApi.Reply none = administrator.tryPost("restore", restore(backup, List.of()));
            RestApi.Reply few =
                    administrator.tryPost("restore", restore(backup, shares.subList(0, 1)));
            RestApi.Reply sealed = service.tryPost("unprotect", closed);
            promises.check(
                    !none.good() && !few.good() && sealed.code().equals("vault-sealed"),
                    "without the shares the backup gives nothing: %s; with one of them: %s; %s"
                            .formatted(none.code(), few.code(), sealed.code()));
            JsonNode restored =
                    administrator.post(
                            "restore", restore(backup, shares.subList(1, 1 + THRESHOLD)));
            promises.check(
                    VaultRecords.plaintexts(service.post("unprotect", closed)).equals(secrets),
                    "with %d of %d shares it is restored, %d keys, and everything opens"
                            .formatted(THRESHOLD, SHARES, restored.path("keys").asLong()));
        }
    }

    private List<String> initialised(RestApi administrator) {
        List<String> shares = new ArrayList<>();
        administrator
                .post(
                        "seal/initialise",
                        RestApi.object()
                                .put("method", "SHARES")
                                .put("shares", SHARES)
                                .put("threshold", THRESHOLD))
                .path("shares")
                .forEach(share -> shares.add(share.asText()));
        promises.check(
                shares.size() == SHARES,
                "a new vault is opened by %d of %d shares".formatted(THRESHOLD, shares.size()));
        return shares;
    }

    private static ObjectNode restore(String backup, List<String> shares) {
        ObjectNode request = RestApi.object().put("backup", backup);
        if (!shares.isEmpty()) {
            shares.forEach(request.putObject("open").putArray("shares")::add);
        }
        return request;
    }

    private void wipe() throws SQLException {
        try (Connection session = stand.session("keyvault");
                Statement statement = session.createStatement()) {
            statement.execute("drop schema public cascade");
            statement.execute("create schema public");
        }
    }

    @Override
    public void close() {
        stand.close();
    }
}
