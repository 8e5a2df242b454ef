package io.berth.keyvault.crypto;

import com.codahale.shamir.Scheme;
import com.google.crypto.tink.subtle.Random;
import io.berth.keyvault.domain.seal.Unsealing;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * An unseal key that is split among keepers: Shamir's scheme over GF(256), by the library of Coda
 * Hale. Fewer shares than the threshold say nothing of the key.
 *
 * @param shares as they are given to their keepers, once
 */
public record SharedKey(MemoryKey key, Unsealing.Shares how, List<String> shares) {
    /** A fresh key with its shares. */
    public static SharedKey fresh(int number, int threshold) {
        Unsealing.Shares how =
                new Unsealing.Shares(
                        HexFormat.of().formatHex(Random.randBytes(Share.SET_BYTES)),
                        number,
                        threshold);
        byte[] key = Random.randBytes(MemoryKey.BYTES);
        try {
            List<String> shares = new ArrayList<>();
            new Scheme(new SecureRandom(), number, threshold)
                    .split(key)
                    .forEach((index, content) -> {
                        Share share = new Share(how.set(), index, threshold, content);
                        shares.add(share.toText());
                        share.destroy();
                    });
            return new SharedKey(MemoryKey.of(key), how, List.copyOf(shares));
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /** What shares of one set give together; the key only when they are enough, and unaltered. */
    public static MemoryKey join(Unsealing.Shares how, Collection<Share> shares) {
        Map<Integer, byte[]> parts = new HashMap<>();
        shares.forEach(share -> parts.put(share.index(), share.content()));
        byte[] key = new Scheme(new SecureRandom(), how.shares(), how.threshold()).join(parts);
        try {
            return MemoryKey.of(key);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    @Override
    public String toString() {
        return "SharedKey[" + how + "]";
    }
}
