package io.berth.monitoring.domain.kvp;

import io.berth.contracts.guests.KvpChange;
import io.berth.contracts.guests.KvpChanged;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.telemetry.KvpItem;
import java.time.Instant;
import java.util.List;

/** What is told of changed pairs: escaped, cut, and not more than a few. */
public final class KvpChanges {
    private KvpChanges() {}

    /**
     * The event.
     *
     * @param untold changes before these of which nothing was told
     */
    public static KvpChanged event(
            VmId vm, HostId host, List<KvpItem> changed, long untold, Instant at) {
        List<KvpChange> told =
                changed.stream().limit(KvpChanged.MAX_CHANGES).map(KvpChanges::change).toList();
        return new KvpChanged(vm, host, told, untold + changed.size() - told.size(), at);
    }

    static KvpChange change(KvpItem item) {
        String key = shown(item.key(), KvpChange.MAX_KEY);
        String value = shown(item.value(), KvpChange.MAX_VALUE);
        boolean cut =
                isLonger(item.key(), KvpChange.MAX_KEY)
                        || isLonger(item.value(), KvpChange.MAX_VALUE);
        return new KvpChange(item.pool(), key, value, cut);
    }

    /** A text escaped, and cut where it would be longer; no escape and no pair is cut in two. */
    public static String shown(String text, int max) {
        StringBuilder shown = new StringBuilder(Math.min(text.length(), max));
        int at = 0;
        while (at < text.length()) {
            int end = text.offsetByCodePoints(at, 1);
            String next = KvpText.visible(text.substring(at, end));
            if (shown.length() + next.length() > max) {
                break;
            }
            shown.append(next);
            at = end;
        }
        return shown.toString();
    }

    private static boolean isLonger(String text, int max) {
        return text.length() > max || KvpText.visible(text).length() > max;
    }
}
