package io.berth.kit.vault;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The bodies of the key vault's HTTP interface. */
final class VaultJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private VaultJson() {}

    /** Records of one ring. */
    record Request<R>(String ring, List<R> records) {}

    /** A record to protect; the bytes are base64 on the wire. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Plain(String object, String field, byte[] plaintext) {}

    /** A protected record. */
    record Closed(String object, String field, String ciphertext) {}

    /** A holder's count. */
    record Count(String countedAt, List<VersionCount> counts) {}

    /** Ciphertexts of one key. */
    record VersionCount(long version, long records) {}

    /** What came of the records, in their order. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Answer(@Nullable Long keyVersion, @Nullable List<Result> records) {}

    /**
     * What came of one record.
     *
     * @param status absent where nothing is refused one by one
     * @param code why it was refused
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Result(
            @Nullable String status,
            @Nullable Long keyVersion,
            byte @Nullable [] plaintext,
            @Nullable String ciphertext,
            @Nullable String code) {}

    /** A ring. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Ring(@Nullable Long currentVersion) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Problem(@Nullable String code) {}

    static byte[] write(Object body) {
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a request is no JSON", e);
        }
    }

    /** The body as this type; null when it is none. */
    static <T> @Nullable T read(byte[] body, Class<T> type) {
        try {
            return JSON.readValue(body, type);
        } catch (IOException e) {
            return null;
        }
    }

    /** The status, with the problem's code where there is one. */
    static String code(int status, byte[] body) {
        Problem problem = read(body, Problem.class);
        return problem == null || problem.code() == null
                ? Integer.toString(status)
                : status + " " + problem.code();
    }
}
