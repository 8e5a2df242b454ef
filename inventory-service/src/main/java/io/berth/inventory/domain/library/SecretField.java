package io.berth.inventory.domain.library;

import io.berth.contracts.keyvault.RecordRef;
import io.berth.inventory.domain.EntityKind;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The secrets of library things; inventory keeps their ciphertexts alone. */
public enum SecretField {
    /** Of the administrator in guests deployed from a template. */
    ADMINISTRATOR_PASSWORD(EntityKind.TEMPLATE, "administrator-password"),
    /** Of the operating system in guests deployed from a template. */
    PRODUCT_KEY(EntityKind.TEMPLATE, "product-key"),
    /** Of an account that work is done as. */
    PASSWORD(EntityKind.RUN_AS_ACCOUNT, "password");

    /** Longest secret, in UTF-16 code units. */
    public static final int MAX_LENGTH = 1024;

    private final EntityKind kind;
    private final String label;

    SecretField(EntityKind kind, String label) {
        this.kind = kind;
        this.label = label;
    }

    /** Whose secret it is. */
    public EntityKind kind() {
        return kind;
    }

    /** As it stands in paths and rows. */
    public String label() {
        return label;
    }

    /** The secret of a kind with this label. */
    public static Optional<SecretField> of(EntityKind kind, String label) {
        return Arrays.stream(values())
                .filter(field -> field.kind == kind && field.label.equals(label))
                .findFirst();
    }

    /** The labels of the secrets of a kind. */
    public static List<String> labels(EntityKind kind) {
        return Arrays.stream(values())
                .filter(field -> field.kind == kind)
                .map(SecretField::label)
                .toList();
    }

    /** What the secret is bound to in the key vault: a ciphertext opens for this place alone. */
    public RecordRef placeOf(String id) {
        return new RecordRef(kind.label() + "/" + id, label);
    }
}
