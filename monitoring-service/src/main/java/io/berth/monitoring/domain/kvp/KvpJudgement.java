package io.berth.monitoring.domain.kvp;

import io.berth.contracts.guests.KvpFlag;
import io.berth.contracts.telemetry.KvpItem;
import java.util.EnumSet;
import java.util.Set;

/**
 * What is odd about the key-value pairs of guests. The limits are those of the Hyper-V exchange:
 * 512 bytes for a key and 2048 for a value, in UTF-16 with its terminator.
 */
public final class KvpJudgement {
    /** Longest key, in UTF-16 units without terminator. */
    public static final int MAX_KEY = 255;

    /** Longest value, in UTF-16 units without terminator. */
    public static final int MAX_VALUE = 1023;

    private KvpJudgement() {}

    /** All that is odd; empty for a fine pair. */
    public static Set<KvpFlag> flags(KvpItem item) {
        Set<KvpFlag> flags = EnumSet.noneOf(KvpFlag.class);
        if (item.key().isEmpty()) {
            flags.add(KvpFlag.EMPTY_KEY);
        }
        if (item.key().length() > MAX_KEY) {
            flags.add(KvpFlag.KEY_TOO_LONG);
        }
        if (item.value().length() > MAX_VALUE) {
            flags.add(KvpFlag.VALUE_TOO_LONG);
        }
        if (KvpText.hasControl(item.key()) || KvpText.hasControl(item.value())) {
            flags.add(KvpFlag.CONTROL_CHARACTER);
        }
        if (KvpText.hasLoneSurrogate(item.key()) || KvpText.hasLoneSurrogate(item.value())) {
            flags.add(KvpFlag.LONE_SURROGATE);
        }
        if (IntrinsicKey.isVersion(item.key()) && !GuestVersion.of(item.value()).understood()) {
            flags.add(KvpFlag.VERSION_NOT_UNDERSTOOD);
        }
        return flags;
    }
}
