package io.berth.monitoring.domain.tip;

/** What could be done better on a host, with the figures that say so. */
public sealed interface Tip permits LossTip, HotHostTip {
    /** How far it is. */
    TipState state();

    /**
     * For people, with the figures.
     *
     * @param place where on the host
     */
    String text(String host, String place);
}
