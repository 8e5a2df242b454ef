package io.berth.keyvault.rest;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.berth.contracts.keyvault.UnsealMethod;
import io.berth.keyvault.domain.Secret;
import io.berth.keyvault.domain.seal.Proof;
import io.berth.keyvault.domain.seal.Unsealing;
import io.berth.keyvault.domain.seal.Wanted;
import io.berth.kit.rest.Fields;
import io.berth.kit.rest.Fields.Fault;
import io.berth.kit.rest.Requests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bodies with passphrases and shares: what is wrong with them is told without a word of theirs, and
 * they are overwritten.
 */
final class SealBody {
    /** Longer than the shares of the largest set. */
    private static final int MAX_BYTES = 16 * 1024;

    private static final ObjectReader JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                    .withCoercionConfig(
                            LogicalType.Textual,
                            config ->
                                    config.setCoercion(
                                                    CoercionInputShape.Integer, CoercionAction.Fail)
                                            .setCoercion(
                                                    CoercionInputShape.Boolean,
                                                    CoercionAction.Fail))
                    .build()
                    .reader();

    private SealBody() {}

    /** What is to open the vault. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Wish(
            @Nullable String method,
            char @Nullable [] passphrase,
            @Nullable Integer shares,
            @Nullable Integer threshold)
            implements AutoCloseable {
        /**
         * As the rules want it; the caller closes it.
         *
         * @throws io.berth.kit.rest.ProblemException (400) when fields are missing or do not belong
         */
        Wanted wanted() {
            Fields fields = new Fields();
            var wanted = fields.read("method", method, UnsealMethod::valueOf);
            if (!fields.faults().isEmpty()) {
                throw Requests.invalid(
                        List.of(
                                new Fault(
                                        "/method",
                                        "method must be FILE, PASSPHRASE, SHARES or PKCS11")));
            }
            return switch (wanted.get()) {
                case FILE -> new Wanted.File();
                case PKCS11 -> new Wanted.Token();
                case PASSPHRASE -> new Wanted.Passphrase(secret("passphrase", passphrase));
                case SHARES -> {
                    var number = fields.range("shares", shares, 1, Unsealing.Shares.MAX_SHARES);
                    var enough =
                            fields.range("threshold", threshold, 1, Unsealing.Shares.MAX_SHARES);
                    fields.check();
                    yield new Wanted.Shares(number.get(), enough.get());
                }
            };
        }

        @Override
        public void close() {
            overwrite(passphrase);
        }

        @Override
        public String toString() {
            return "Wish[" + method + "]";
        }
    }

    /** Which backup to restore, and what opens the vault that it is of. */
    record Restore(@Nullable String backup, @Nullable Given open) implements AutoCloseable {
        /** As the rules want it. */
        Proof proof() {
            return open == null ? new Proof.Nothing() : open.proof();
        }

        @Override
        public void close() {
            if (open != null) {
                open.close();
            }
        }

        @Override
        public String toString() {
            return "Restore[" + backup + "]";
        }
    }

    /** What is given to open it. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Given(
            char @Nullable [] passphrase,
            @Nullable String share,
            @Nullable List<@Nullable String> shares)
            implements AutoCloseable {
        /**
         * As the rules want it; the caller closes it.
         *
         * @throws io.berth.kit.rest.ProblemException (400) when there is more than one sort
         */
        Proof proof() {
            int sorts =
                    (passphrase == null ? 0 : 1)
                            + (share == null ? 0 : 1)
                            + (shares == null ? 0 : 1);
            if (sorts > 1) {
                throw Requests.invalid(
                        List.of(new Fault("", "Give either a passphrase or shares, not both")));
            }
            if (passphrase != null) {
                return new Proof.Passphrase(secret("passphrase", passphrase));
            }
            if (share != null) {
                return new Proof.Shares(List.of(share));
            }
            if (shares != null) {
                Fields fields = new Fields();
                var read =
                        fields.<String, String>list(
                                "shares",
                                shares,
                                Unsealing.Shares.MAX_SHARES,
                                (value, _) -> () -> value);
                fields.check();
                return new Proof.Shares(read.get());
            }
            return new Proof.Nothing();
        }

        @Override
        public void close() {
            overwrite(passphrase);
        }

        @Override
        public String toString() {
            return "Given";
        }
    }

    /** Another source in the place of the current one. */
    record Change(@Nullable Given current, @Nullable Wish to) implements AutoCloseable {
        @Override
        public Given current() {
            return current == null ? new Given(null, null, null) : current;
        }

        @Override
        public Wish to() {
            if (to == null) {
                throw Requests.invalid(List.of(new Fault("/to", "to is missing")));
            }
            return to;
        }

        @Override
        public void close() {
            if (current != null) {
                current.close();
            }
            if (to != null) {
                to.close();
            }
        }
    }

    static Wish wish(byte[] body) {
        return read(body, Wish.class);
    }

    static Given given(byte[] body) {
        return read(body, Given.class);
    }

    static Restore restore(byte[] body) {
        return read(body, Restore.class);
    }

    static Change change(byte[] body) {
        return read(body, Change.class);
    }

    private static <T> T read(byte[] body, Class<T> form) {
        try {
            if (body.length > MAX_BYTES) {
                throw Problems.malformed(
                        "The body has " + body.length + " bytes; at most " + MAX_BYTES, 1, 1);
            }
            T read = body.length == 0 ? null : JSON.forType(form).readValue(body);
            return Requests.body(read);
        } catch (JsonProcessingException e) {
            // Neither message nor path: they quote the body.
            JsonLocation at = e.getLocation();
            throw Problems.malformed(
                    "The body is not JSON of this form",
                    at == null ? 1 : at.getLineNr(),
                    at == null ? 1 : at.getColumnNr());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Arrays.fill(body, (byte) 0);
        }
    }

    private static Secret secret(String field, char @Nullable [] text) {
        if (text == null) {
            throw Requests.invalid(List.of(new Fault("/" + field, field + " is missing")));
        }
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(text));
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        Arrays.fill(encoded.array(), (byte) 0);
        return new Secret(bytes);
    }

    private static void overwrite(char @Nullable [] text) {
        if (text != null) {
            Arrays.fill(text, '\0');
        }
    }
}
