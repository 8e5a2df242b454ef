package io.berth.monitoring.store;

import io.berth.contracts.ids.VmId;
import io.berth.contracts.telemetry.KvpItem;
import io.berth.monitoring.domain.kvp.KvpText;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.io.Serializable;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.NullUnmarked;

/** Identifies a key of a virtual machine by the SHA-256 of its text. */
@Embeddable
@NullUnmarked
class KvpKey implements Serializable {
    private static final long serialVersionUID = 1L;

    String vm;
    short pool;

    @Column(name = "key_hash")
    byte[] keyHash;

    static KvpKey of(VmId vm, KvpItem item) {
        KvpKey key = new KvpKey();
        key.vm = vm.value();
        key.pool = (short) item.pool();
        key.keyHash = sha256(KvpText.bytes(item.key()));
        return key;
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KvpKey key
                && Objects.equals(vm, key.vm)
                && pool == key.pool
                && Arrays.equals(keyHash, key.keyHash);
    }

    @Override
    public int hashCode() {
        return Objects.hash(vm, pool, Arrays.hashCode(keyHash));
    }
}
