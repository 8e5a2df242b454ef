package io.berth.kit.vault;

import io.berth.contracts.ids.RingId;
import io.berth.contracts.keyvault.RecordRef;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A column of a service's own table that holds ciphertexts of the key vault. A service makes one
 * bean of this type for each such column; {@link RewrapJob} then keeps it under the newest key and
 * counts it.
 *
 * @param name for people and in the table of progress; stable
 * @param ring whose ciphertexts they are
 * @param table without a schema
 * @param key the columns of the primary key, texts all of them
 * @param ciphertext the column of the ciphertext, a text
 * @param version the column of the key's version, which is written together with the ciphertext
 * @param place what the ciphertext of a row is bound to, from the values of its key; empty for a
 *     row that this version of the service does not know, which is passed by
 */
public record GuardedColumn(
        String name,
        RingId ring,
        String table,
        List<String> key,
        String ciphertext,
        String version,
        Function<List<String>, Optional<RecordRef>> place) {
    private static final Pattern IDENTIFIER = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    /**
     * @throws IllegalArgumentException when a name could be more than the name of a column or table
     */
    public GuardedColumn {
        key = List.copyOf(key);
        if (key.isEmpty()) {
            throw new IllegalArgumentException("key is empty");
        }
        check("table", table);
        check("ciphertext", ciphertext);
        check("version", version);
        key.forEach(column -> check("key", column));
    }

    private static void check(String what, String identifier) {
        if (!IDENTIFIER.matcher(identifier).matches()) {
            throw new IllegalArgumentException(
                    what + " is " + identifier + "; allowed are a to z, digits and _");
        }
    }
}
