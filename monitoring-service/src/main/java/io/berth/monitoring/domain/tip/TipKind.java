package io.berth.monitoring.domain.tip;

import java.util.Locale;

/** Which tips there are. */
public enum TipKind {
    /** Switch checksum offloads of an adapter off. The place is the name of the adapter. */
    PACKET_LOSS,
    /** Move a VM away from a hot host. The place is empty. */
    HOT_HOST;

    /** For parameters and labels: {@code packet-loss}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
