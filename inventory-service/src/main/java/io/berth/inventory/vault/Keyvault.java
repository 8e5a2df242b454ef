package io.berth.inventory.vault;

import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.keyvault.RecordRef;
import io.berth.inventory.app.InventoryConfig;
import io.berth.inventory.vault.KeyvaultApi.Closed;
import io.berth.inventory.vault.KeyvaultApi.Plain;
import io.berth.inventory.vault.KeyvaultApi.ProtectAnswer;
import io.berth.inventory.vault.KeyvaultApi.ProtectRequest;
import io.berth.inventory.vault.KeyvaultApi.Result;
import io.berth.inventory.vault.KeyvaultApi.UnprotectAnswer;
import io.berth.inventory.vault.KeyvaultApi.UnprotectRequest;
import io.berth.inventory.vault.KeyvaultCalls.InstanceUnfit;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * The key vault as inventory sees it: it takes a password and gives a ciphertext, and says whether
 * a ciphertext opens. Inventory never asks it for a password to show it.
 *
 * <p>{@code berth_inventory_keyvault_calls_total{operation,result}} counts the calls.
 */
@ApplicationScoped
public class Keyvault {
    private static final Logger LOG = Logger.getLogger(Keyvault.class);
    private static final String OPENED = "opened";

    private final KeyvaultCalls calls;
    private final InventoryConfig config;
    private final MeterRegistry registry;

    Keyvault(KeyvaultCalls calls, InventoryConfig config, MeterRegistry registry) {
        this.calls = calls;
        this.config = config;
        this.registry = registry;
    }

    /** A password as the key vault gave it out. */
    public record Protected(String ciphertext, KeyVersion version) {}

    /** Whether a ciphertext opens. */
    public sealed interface Opening {
        /** It does, with this key. */
        record Opens(KeyVersion version) implements Opening {}

        /**
         * It does not.
         *
         * @param code the key vault's own
         */
        record DoesNot(String code) implements Opening {}
    }

    /** Protects a secret for this place; the bytes are left as they are. */
    public VaultAnswer<Protected> protect(RecordRef place, byte[] secret) {
        ProtectRequest request =
                new ProtectRequest(
                        config.keyvault().ring(),
                        List.of(new Plain(place.object(), place.field(), secret)));
        return call(
                "protect",
                bearer -> {
                    ProtectAnswer answer = calls.protect(bearer, request);
                    List<Closed> records = answer.records();
                    Long version = answer.keyVersion();
                    String ciphertext =
                            records == null || records.size() != 1
                                    ? null
                                    : records.getFirst().ciphertext();
                    return ciphertext == null || version == null
                            ? new VaultAnswer.Refused<>("an answer without a ciphertext")
                            : new VaultAnswer.Answered<>(
                                    new Protected(ciphertext, new KeyVersion(version)));
                });
    }

    /** Whether the ciphertext opens for this place; what comes out is overwritten at once. */
    public VaultAnswer<Opening> opens(RecordRef place, String ciphertext) {
        UnprotectRequest request =
                new UnprotectRequest(
                        config.keyvault().ring(),
                        List.of(new Closed(place.object(), place.field(), ciphertext)));
        return call(
                "unprotect",
                bearer -> {
                    UnprotectAnswer answer = calls.unprotect(bearer, request);
                    List<Result> records = answer.records();
                    return records == null || records.size() != 1
                            ? new VaultAnswer.Refused<>("an answer without a result")
                            : new VaultAnswer.Answered<>(opening(records.getFirst()));
                });
    }

    private static Opening opening(Result result) {
        Long version = result.keyVersion();
        byte[] plaintext = result.plaintext();
        if (OPENED.equals(result.status()) && version != null && plaintext != null) {
            Arrays.fill(plaintext, (byte) 0);
            return new Opening.Opens(new KeyVersion(version));
        }
        String code = result.code();
        return new Opening.DoesNot(code == null ? "unknown" : code);
    }

    private <T> VaultAnswer<T> call(String operation, Function<String, VaultAnswer<T>> call) {
        VaultAnswer<T> answer = answer(call);
        String result =
                switch (answer) {
                    case VaultAnswer.Answered<T> _ -> "ok";
                    case VaultAnswer.Unavailable<T>(String reason) -> {
                        LOG.warnf("the key vault is not available: %s", reason);
                        yield "unavailable";
                    }
                    case VaultAnswer.Refused<T>(String code) -> {
                        LOG.warnf("the key vault refuses: %s", code);
                        yield "refused";
                    }
                };
        registry.counter("berth.inventory.keyvault.calls", "operation", operation, "result", result)
                .increment();
        return answer;
    }

    private <T> VaultAnswer<T> answer(Function<String, VaultAnswer<T>> call) {
        Optional<String> addresses = config.keyvault().addresses();
        Optional<Path> tokenFile = config.keyvault().tokenFile();
        if (addresses.isEmpty() || tokenFile.isEmpty()) {
            return new VaultAnswer.Unavailable<>("no key vault is configured");
        }
        String token;
        try {
            token = Files.readString(tokenFile.get()).strip();
        } catch (IOException e) {
            return new VaultAnswer.Unavailable<>(
                    "the token file " + tokenFile.get() + " cannot be read");
        }
        try {
            return call.apply("Bearer " + token);
        } catch (InstanceUnfit | ProcessingException e) {
            // The cause is not told: it may name what was sent.
            LOG.debugf("last attempt: %s", e.getClass().getName());
            return new VaultAnswer.Unavailable<>("no instance at " + addresses.get() + " answers");
        } catch (WebApplicationException e) {
            return new VaultAnswer.Refused<>(code(e));
        }
    }

    private static String code(WebApplicationException e) {
        int status = e.getResponse().getStatus();
        try {
            Object code = e.getResponse().readEntity(Map.class).get("code");
            return code instanceof String text ? status + " " + text : String.valueOf(status);
        } catch (RuntimeException noProblem) {
            return String.valueOf(status);
        }
    }
}
